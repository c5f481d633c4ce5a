"""Secret codes and words: PINs, passwords, one-time codes, answers to security questions."""

from privacy.kind import Form, Kind, labels

KIND = Kind(
    code="PIN",
    labels=labels("暗証", "PIN", "비밀번호"),
    form=Form.CODE,
    priority=10,
    lengths=(4, 6, 8),
    fails_closed=True,
    fixed=True,
)
