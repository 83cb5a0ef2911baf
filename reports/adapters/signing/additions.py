"""Whether what was added to an issued file is nothing but signatures.

pyHanko compares revisions of files that have a form already; a document as issued has none. The name of its
own that stands here (`_list_fields`) is to be read again when it is raised.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.diff_analysis.form_rules_api import FormUpdate

# What programs write into a form that holds signatures; anything else (XFA, calculations) is refused.
_OF_A_FORM = frozenset({"/Fields", "/SigFlags", "/DA", "/DR", "/Type"})


def only_signatures(issued: PdfFileReader, whole: PdfFileReader) -> bool:
    """Whether ``whole``, which begins with the bytes of ``issued``, goes on from them and adds signatures
    alone and what belongs to them: no page, no annotation, no action changes."""
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

    last = issued.xrefs.total_revisions - 1
    # A file can carry the issued bytes in front and never refer to them.
    if whole.xrefs.total_revisions <= last + 1 or any(
        whole.xrefs.get_startxref_for_revision(number) != issued.xrefs.get_startxref_for_revision(number)
        for number in range(last + 1)
    ):
        return False
    result = _policy().review_file(whole, last)
    return isinstance(result, DiffResult) and result.modification_level <= ModificationLevel.FORM_FILLING


def _policy() -> Any:
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
    from pyhanko.sign.diff_analysis import (
        DEFAULT_DIFF_POLICY,
        ModificationLevel,
        StandardDiffPolicy,
        SuspiciousModification,
    )
    from pyhanko.sign.diff_analysis.form_rules_api import (
        FieldComparisonContext,
        FormUpdate,
        FormUpdatingRule,
        _list_fields,
    )

    class FirstForm(FormUpdatingRule):
        """The rule for forms, where the older revision may have none."""

        def apply(
            self, old: HistoricalResolver, new: HistoricalResolver
        ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
            if "/AcroForm" in old.root or "/AcroForm" not in new.root:
                if "/AcroForm" in old.root:
                    yield from super().apply(old, new)
                return
            form = new.root["/AcroForm"]
            if not isinstance(form, DictionaryObject) or set(form) - _OF_A_FORM:
                raise SuspiciousModification("the form holds more than signatures")
            held = [new.root.raw_get("/AcroForm"), form.raw_get("/Fields")]
            references = {one.reference for one in held if isinstance(one, IndirectObject)}
            if "/DR" in form:
                references |= new.collect_dependencies(form.raw_get("/DR"), since_revision=old.revision + 1)
            for reference in references:
                # An object that was there before is not made a part of the form by writing over it.
                if old.is_ref_unassignable(reference):
                    yield ModificationLevel.FORM_FILLING, FormUpdate(reference, field_name=None)
            context = FieldComparisonContext(
                field_specs=dict(_list_fields(ArrayObject(), form["/Fields"], old_path=None)),
                old=old,
                new=new,
            )
            for rule in self.field_rules:
                yield from rule.apply(context)

    standard: Any = DEFAULT_DIFF_POLICY
    return StandardDiffPolicy(
        global_rules=standard.global_rules, form_rule=FirstForm(standard.form_rule.field_rules)
    )
