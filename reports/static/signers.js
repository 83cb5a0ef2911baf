// A signer chosen from those in force fills the three fields of a draft; without script they are typed.

const FIELDS = { authority: "signer_authority", position: "signer_position", name: "signer_name" };

for (const chooser of document.querySelectorAll("[data-signers]")) {
  const select = chooser.querySelector("select");
  const form = chooser.closest("form");
  chooser.hidden = false;
  select.addEventListener("change", () => {
    const chosen = select.selectedOptions[0];
    if (!chosen.value) return;
    for (const [name, field] of Object.entries(FIELDS)) form.elements[field].value = chosen.dataset[name];
  });
}
