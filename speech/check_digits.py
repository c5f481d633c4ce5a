"""Check digits of the numbers people give."""


def luhn(digits: str) -> bool:
    """Whether the last of these decimal digits is the check digit of those before it (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
