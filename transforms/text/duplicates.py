"""Settings of everything that compares articles: boilerplate, sketches, clusters."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.schemas.ranges import check_range


@dataclass(frozen=True, slots=True)
class DuplicateSettings:
    """The section `duplicates` of the configuration. Containments and shares lie in [0, 1]."""

    # MinHash values of one article. Where earlier runs had another number, their articles are compared for equality only.
    num_perm: int = 128
    bands: int = 42
    rows: int = 3  # MinHash values of one band; bands * rows <= num_perm
    containment: float = 0.60  # shared 3-word shingles of the smaller text, where boilerplate removal had evidence
    containment_apart: float = 0.50  # the same for texts of two domains, which share neither furniture nor templates
    containment_cold: float = 0.75  # the same where it had none, or was switched off
    near: float = 0.50  # shared part of the *larger* text from which two texts are `near`; below, one is `contained`
    version: float = 0.30  # shared part of two texts under one URL from which they are versions of one article
    recheck: float = 0.45  # what a member must share with its cluster's canonical article to stay
    min_words: int = 20  # shorter texts are compared for equality only, and within one domain
    lookback_days: int = 14
    strip_boilerplate: bool = True
    recurring_documents: int = 3  # unlike documents of a domain from which a line is its furniture
    bucket_cap: int = 256  # articles of one band value from which it is split by a further value, then by day
    policy: str = "mark"  # mark: every article stays as a row; drop: copies go, and are counted

    def __post_init__(self) -> None:
        """Raises ValueError with a sentence that names the key, its value and what is valid."""
        check_range("duplicates", self, "num_perm bands rows min_words", 1)
        check_range("duplicates", self, "recurring_documents bucket_cap", 2)
        check_range("duplicates", self, "lookback_days", 0, 36_500)
        shares = "containment containment_apart containment_cold near version recheck"
        check_range("duplicates", self, shares, 0, 1, whole=False)
        if self.policy not in ("mark", "drop"):
            raise ValueError(f"duplicates.policy is {self.policy!r}; valid are 'mark' and 'drop'")
        if self.bands * self.rows > self.num_perm:
            raise ValueError(f"duplicates: bands * rows is {self.bands * self.rows}, more than num_perm ({self.num_perm})")
