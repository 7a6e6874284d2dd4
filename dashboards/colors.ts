/** Hues that stay apart on light and dark ground, and for the colour-blind: those of CloudWatch's own palette. */
export const colors = {
  good: '#2ca02c',
  warning: '#ff7f0e',
  bad: '#d62728',
  calm: '#1f77b4',
  middle: '#9467bd',
  faint: '#7f7f7f',
} as const;
