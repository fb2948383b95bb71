/**
 * Text as the contract takes it. Control characters would make a dead letter of the whole event, and what is too long is cut on the
 * other side anyway, so it need not travel.
 */

const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g;

export function tidied(text: string, longest: number): string {
  const clean = text.replace(CONTROLS, ' ');
  // By code point: half of a surrogate pair is not text.
  return clean.length <= longest ? clean : Array.from(clean).slice(0, longest).join('');
}
