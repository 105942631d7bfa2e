"""What claims are about, as an option of checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.options import OptionError, did_you_mean


@lru_cache(maxsize=1)
def _known_subjects() -> tuple[str, ...]:
    """The subjects of the claim vocabulary. Asked only when a rule is compiled."""
    import yaml

    data = yaml.safe_load((rules_folder() / "data" / "claims.yaml").read_text(encoding="utf-8"))
    return (*data["subjects"], "item")


@dataclass(frozen=True, slots=True)
class Subjects:
    """What claims are about: keys of `subjects` in `rules/data/claims.yaml`; `disputes.*` is all that begin so.

    A claim about several at once (予以公开及部分公开42件) goes by the first of them.
    """

    exact: frozenset[str] = frozenset()

    @classmethod
    def from_option(cls, value: Any) -> Subjects:
        """The subjects, if there are such."""
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise OptionError("这里要一个列表，如 [甲, 乙]", "a list is wanted here, as in [a, b]")
        found: set[str] = set()
        for each in value:
            stem = each.removesuffix("*")
            meant = [known for known in _known_subjects() if known == each or (stem != each and known.startswith(stem))]
            if not meant:
                zh, en = did_you_mean(each, _known_subjects())
                raise OptionError(f"claims.yaml 里没有“{each}”{zh}", f"no `{each}` in claims.yaml{en}")
            found.update(meant)
        return cls(frozenset(found))

    def __contains__(self, subject: str) -> bool:
        return subject in self.exact or ("+" in subject and subject.split("+", 1)[0] in self.exact)

    def __bool__(self) -> bool:
        return bool(self.exact)
