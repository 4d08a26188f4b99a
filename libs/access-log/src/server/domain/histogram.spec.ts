import { describe, expect, it } from '@jest/globals';
import { histogramByDay, histogramByHour, isByHour } from './histogram.js';

const day = (at: string, permitted = 1, refused = 0): { at: string; permitted: number; refused: number } => ({ at, permitted, refused });

describe('A histogram of the access log', () => {
  it('shows days on which nothing happened', () => {
    expect(histogramByDay({}, [day('2026-03-01', 2, 1), day('2026-03-03')])).toEqual({
      unit: 'day', total: 4, isWhole: true,
      bars: [{ from: '2026-03-01', until: '2026-03-01', permitted: 2, refused: 1 }, { from: '2026-03-02', until: '2026-03-02', permitted: 0, refused: 0 }, { from: '2026-03-03', until: '2026-03-03', permitted: 1, refused: 0 }],
    });
  });

  it('has no bar where nothing was found', () => {
    expect(histogramByDay({}, []).bars).toEqual([]);
    expect(histogramByHour({}, []).bars).toEqual([]);
  });

  it('goes by weeks that begin on Monday, and by months, where days would be too many', () => {
    const weeks = histogramByDay({}, [day('2026-01-01'), day('2026-06-30')]);
    expect(weeks.unit).toBe('week');
    expect(weeks.bars.slice(0, 2)).toEqual([{ from: '2026-01-01', until: '2026-01-04', permitted: 1, refused: 0 }, { from: '2026-01-05', until: '2026-01-11', permitted: 0, refused: 0 }]);
    const months = histogramByDay({}, [day('2024-01-15'), day('2026-06-30')]);
    expect([months.unit, months.bars.length, months.bars[1]]).toEqual(['month', 30, { from: '2024-02-01', until: '2024-02-29', permitted: 0, refused: 0 }]);
  });

  it('narrows to no more than it counted where the search begins or ends within a day', () => {
    const { bars } = histogramByDay({ from: new Date('2026-03-01T09:30:00Z'), until: new Date('2026-03-08T17:00:00Z') }, [day('2026-03-02')]);
    expect([bars[0]!.from, bars[0]!.until, bars.at(-1)!.from, bars.at(-1)!.until, bars.length]).toEqual(['2026-03-01T09:30:00.000Z', '2026-03-01', '2026-03-08', '2026-03-08T17:00:00.000Z', 8]);
  });

  it('goes by hours up to four days, also over the change of the clocks', () => {
    expect(isByHour({}, [day('2026-03-28'), day('2026-03-31')])).toBe(true);
    expect(isByHour({}, [day('2026-03-27'), day('2026-03-31')])).toBe(false);
    expect(isByHour({ from: new Date('2026-03-01T00:00:00Z') }, [day('2026-03-28')])).toBe(false);
    const { bars, unit } = histogramByHour({ from: new Date('2026-03-29T00:00:00Z'), until: new Date('2026-03-29T23:00:00Z') }, [day('2026-03-29T09:00:00Z', 3)]);
    expect([unit, bars.length, bars[9]]).toEqual(['hour', 23, { from: '2026-03-29T09:00:00.000Z', until: '2026-03-29T10:00:00.000Z', permitted: 3, refused: 0 }]);
  });

  it('makes no bars of a century in which nothing was', () => {
    expect(histogramByDay({ from: new Date('1900-01-01T00:00:00Z') }, [day('2026-03-28')]).bars.length).toBeLessThan(3);
  });

  it('says when it does not show all', () => {
    expect(histogramByDay({}, [day('2026-03-01', 250_000)]).isWhole).toBe(false);
  });
});
