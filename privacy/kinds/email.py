"""Electronic mail addresses, written or spelled."""

from privacy.kind import Form, Kind, labels

KIND = Kind(
    code="EMAIL",
    labels=labels("メール", "EMAIL", "이메일"),
    form=Form.MAIL,
    priority=44,
)
