import { createTheme, type Theme } from '@mui/material';

const FONT = 'system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif';

/** One accent colour, each text at 4.5:1 or better on what it stands on, in light and dark. */
export function accordTheme(mode: 'light' | 'dark'): Theme {
  const isLight = mode === 'light';
  return createTheme({
    palette: {
      mode,
      primary: { main: isLight ? '#5b3a8c' : '#c9b3ef', contrastText: isLight ? '#ffffff' : '#1c1030' },
      success: { main: isLight ? '#1c6b3c' : '#7ed3a0', contrastText: isLight ? '#ffffff' : '#06210f' },
      warning: { main: isLight ? '#8a5300' : '#f0b860', contrastText: isLight ? '#ffffff' : '#261800' },
      error: { main: isLight ? '#a8232b' : '#f59a9f', contrastText: isLight ? '#ffffff' : '#2b0508' },
      text: isLight ? { primary: '#1d1b20', secondary: '#55515c' } : { primary: '#ece8f2', secondary: '#b9b3c4' },
      background: isLight ? { default: '#ffffff', paper: '#ffffff' } : { default: '#17151b', paper: '#1f1c25' },
      divider: isLight ? '#c9c4d2' : '#4c4757',
    },
    shape: { borderRadius: 6 },
    typography: {
      fontFamily: FONT, fontSize: 14.5,
      h1: { fontSize: 'clamp(1.5rem, 4vw, 1.875rem)', fontWeight: 700, lineHeight: 1.25 },
      h2: { fontSize: '1.25rem', fontWeight: 700, lineHeight: 1.3 },
      h3: { fontSize: '1.0625rem', fontWeight: 700, lineHeight: 1.35 },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          'a:focus-visible, button:focus-visible, summary:focus-visible, input[type=file]:focus-visible, [tabindex="0"]:focus-visible': { outline: '3px solid currentColor', outlineOffset: 2 },
          'summary': { cursor: 'pointer', padding: '0.25rem 0', minHeight: 24 },
          'code, .digest': { fontFamily: 'ui-monospace, "Liberation Mono", monospace', fontSize: '0.9em', overflowWrap: 'anywhere' },
          '@media (prefers-reduced-motion: reduce)': { '*, *::before, *::after': { transition: 'none !important', animationDuration: '1ms !important' } },
          '@media print': { '.no-print, nav, header': { display: 'none !important' }, 'body': { fontSize: '10pt' }, '@page': { size: 'A4', margin: '15mm' } },
        },
      },
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiButton: { defaultProps: { disableElevation: true }, styleOverrides: { root: { 'minHeight': 40, '@media (forced-colors: active)': { border: '1px solid ButtonText' } }, sizeSmall: { minHeight: 32 } } },
      MuiLink: { styleOverrides: { root: { textUnderlineOffset: '0.15em' } } },
      MuiDialog: { defaultProps: { disableRestoreFocus: false } },
    },
  });
}
