// Finding a Finnish personal identity code in a text, before it is sent (DVV: check character from the nine digits).

const CODE = /(?<![0-9A-Za-z])(\d{6})[-+A-FU-Y](\d{3})([0-9A-Y])(?![0-9A-Za-z])/gi;
const CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/** The first valid code in `text`, or null. */
export function findIdentityCode(text) {
  for (const [code, day, number, check] of text.matchAll(CODE)) {
    if (CHECK[Number(day + number) % 31] === check.toUpperCase()) return code;
  }
  return null;
}
