// Numbers as Vietnamese offices write them; the same rules as checklists/domain/numbers.py.

/** A plain decimal text ("1234.5") for what a person typed, or null when it is not a number from 0 up. */
export function parseNumber(text) {
  let compact = text.replace(/\s+/g, "");
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(compact)) compact = compact.replaceAll(".", "");
  else if (!/^\d+([.,]\d+)?$/.test(compact)) return null;
  const [whole, rest = ""] = compact.replace(",", ".").split(".");
  const decimals = rest.replace(/0+$/, "");
  return whole.replace(/^0+(?=\d)/, "") + (decimals ? `.${decimals}` : "");
}

/** "1234.5" as "1.234,5". */
export function vietnamese(number) {
  const [whole, rest] = String(number).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (rest ? `,${rest}` : "");
}
