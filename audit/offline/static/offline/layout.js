// The stores of the tablet: their keys and the indexes that find rows.

/** Stores, their keys and the indexes used to find rows; a row without an indexed field is not in that index. */
export const LAYOUT = {
  meta: { key: ["device", "name"] },
  vaults: { key: "device" },
  records: {
    key: ["device", "sequence"],
    indexes: { visit: ["device", "visit"], unsent: ["device", "unsent"], aside: ["device", "aside"] },
  },
  // Part 0 of a photo says what it is and how far it was sent; parts 1, 2, … are its sealed slices.
  media: {
    key: ["device", "sha256", "part"],
    indexes: { head: ["device", "head"], unsent: ["device", "unsent"], aside: ["device", "aside"] },
  },
  tallies: { key: ["device", "visit"] },
  resources: { key: ["device", "name"] },
  drafts: { key: ["device", "visit", "item"] },
};
