"""Baht as people write and read it. Amounts are whole baht in integers, satang are not kept."""

from __future__ import annotations


def thai_baht(amount_baht: int) -> str:
    """1250000 -> '1.25 ล้านบาท'; below a million the exact figure with thousands separators."""
    if abs(amount_baht) < 1_000_000:
        return f"{amount_baht:,} บาท"
    millions = amount_baht / 1_000_000
    return f"{millions:,.2f}".rstrip("0").rstrip(".") + " ล้านบาท"
