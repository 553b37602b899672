"""The style sheet: what Fusion draws too plainly. Widgets name their part by the property ``part``."""

from __future__ import annotations

from string import Template

from desktop_invoicer.assets import asset
from desktop_invoicer.ui.theme.metrics import Metrics
from desktop_invoicer.ui.theme.tokens import Tokens

PAD_KEY = 56
"""How high and wide a key of the number pad is at least, for a finger."""


def style_sheet(tokens: Tokens, metrics: Metrics) -> str:
    """Write the style sheet for one set of colours and sizes."""
    of_tone = _template("tone")
    tones = "".join(
        of_tone.substitute(tone=tone.value, ink=pair.ink, ground=pair.ground) for tone, pair in tokens.tones.items()
    )
    named = {tone.value: pair for tone, pair in tokens.tones.items()}
    chip = max(metrics.control - 12, 24)
    sheet = _template("window").substitute(
        {f"text{size}": metrics.text(size) for size in (11, 12, 13, 15, 16, 18, 22, 26)},
        ink=tokens.ink,
        muted=tokens.muted,
        ground=tokens.ground,
        surface=tokens.surface,
        raised=tokens.raised,
        line=tokens.line,
        edge=tokens.edge,
        focus=tokens.focus,
        brand=tokens.brand.ground,
        on_brand=tokens.brand.ink,
        brand_pressed=tokens.brand_pressed.ground,
        selection=tokens.selection.ground,
        on_selection=tokens.selection.ink,
        error=named["error"].ink,
        error_ground=named["error"].ground,
        success=named["success"].ink,
        success_ground=named["success"].ground,
        control=metrics.control - 2,
        control_focus=metrics.control - 4,
        control_dialog=metrics.control - 6,
        inline_focus=metrics.text(26) - 2,
        primary_focus=metrics.primary - 6,
        primary=metrics.primary - 2,
        pad_key=max(metrics.control, PAD_KEY) - 2,
        chip=chip,
        chip_focus=chip - 2,
        chip_radius=chip // 2,
        pad=metrics.text(14),
        pad_focus=metrics.text(14) - 1,
        wide=metrics.text(20),
        wide_focus=metrics.text(20) - 2,
        rail=metrics.text(40),
        radio_radius=metrics.text(16) // 2 + 2,
        step_radius=metrics.text(26) // 2,
    )
    return sheet + tones


def _template(name: str) -> Template:
    return Template(asset("styles", f"{name}.qss").read_text("utf-8"))
