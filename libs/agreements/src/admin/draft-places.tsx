import { AnsweredPage, useAsk, useSession } from '@accord/kernel/admin';
import type { ReactNode } from 'react';
import { SERVICES_QUERY, type ServicesAnswer, type ServiceWithViews } from './agreement-query.js';

export interface PlaceToDraft { readonly id: string; readonly code: string; readonly name: string }
export interface DraftPlaces { readonly services: readonly ServiceWithViews[]; readonly localities: readonly PlaceToDraft[] }

const LOCALITIES = 'query Localities { localities(perPage: 200) { items { id code name } } }';

/** The services there are and the localities one is assigned to: what every draft begins with. */
export function WithDraftPlaces({ title, children }: { readonly title: string; readonly children: (places: DraftPlaces) => ReactNode }) {
  const assigned = useSession().me.actingAs?.localities ?? [];
  const services = useAsk<ServicesAnswer>(SERVICES_QUERY);
  const localities = useAsk<{ readonly localities: { readonly items: readonly PlaceToDraft[] } }>(LOCALITIES);
  return (
    <AnsweredPage asked={services} title={title}>
      {({ services: offered }) => <AnsweredPage asked={localities} title={title}>{({ localities: { items } }) => children({ services: offered, localities: items.filter(({ id }) => assigned.includes(id)) })}</AnsweredPage>}
    </AnsweredPage>
  );
}
