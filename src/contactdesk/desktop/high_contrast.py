"""The two themes of high contrast: text at 7:1 and more, every line and state at 3:1 and more.

Grounds stay pale (or black), so a chosen row is told by a line around it (`edge`) rather than by
its ground alone; the ring of the focus is a pixel wider.
"""

from __future__ import annotations

from contactdesk.desktop.theme import DarkTheme, Theme


class HighLightTheme(Theme):
    """Black on white."""

    name = "light-high"
    ring = 3
    edge = "#2B3440"
    chrome = "#F6F7F9"
    page = "#FFFFFF"
    sunken = "#F6F7F9"
    border = "#5F6977"
    outline = "#4A5361"
    divider = "#6C7683"
    field = "#3B4452"
    text = "#000000"
    text2 = "#1C2430"
    text3 = "#262F3C"
    accent = "#17409A"
    accent_h = "#123580"
    accent_p = "#0D2862"
    accent_text = "#12388C"
    sel = "#D6E4FC"
    sel_off = "#E3E7ED"
    sel_text = "#08245E"
    ok = "#09491F"
    warn = "#523200"
    bad = "#7C170B"
    violet = "#452286"
    teal = "#06464E"
    slate = "#2A3441"
    toast = "#0B0F16"
    on_toast = "#FFFFFF"
    toast_act = "#BDD5FF"
    column = "#F0F2F6"
    colborder = "#5F6977"
    scroll = "#5F6977"
    avatars = (
        ("#D9E6FB", "#123A80"),
        ("#DDF0E2", "#0E4522"),
        ("#FBE6D3", "#5F2B05"),
        ("#EBE2FA", "#432283"),
        ("#D8EFF1", "#06434B"),
        ("#FBDFE6", "#741336"),
        ("#F3EBC9", "#483A00"),
        ("#E3E6EC", "#2B3440"),
        ("#F6DEF3", "#641768"),
        ("#DDEBCB", "#2C450C"),
    )


class HighDarkTheme(DarkTheme):
    """White on black."""

    name = "dark-high"
    ring = 3
    edge = "#C9D2DF"
    chrome = "#000000"
    list = "#000000"
    page = "#000000"
    card = "#0A0C0F"
    raised = "#12151A"
    sunken = "#000000"
    border = "#8C96A5"
    outline = "#A3ADBB"
    divider = "#7D8795"
    field = "#B4BDCA"
    field_bg = "#000000"
    text = "#FFFFFF"
    text2 = "#E6EAF0"
    text3 = "#D3D9E2"
    accent = "#9CBEFF"
    accent_h = "#B4CEFF"
    accent_p = "#CBDDFF"
    accent_text = "#B4CEFF"
    accent_soft = "#12244A"
    on_accent = "#000000"
    hover = "#20252D"
    track = "#000000"
    sel = "#16294F"
    sel_off = "#20252D"
    sel_text = "#FFFFFF"
    ok = "#93E6B4"
    ok_soft = "#0E2418"
    warn = "#F6CE80"
    warn_soft = "#2A210D"
    bad = "#FFB7AC"
    bad_soft = "#331512"
    violet = "#D3C2FF"
    violet_soft = "#221B38"
    teal = "#93E0E8"
    teal_soft = "#0C2628"
    slate = "#D5DCE6"
    slate_soft = "#1C2027"
    toast = "#FFFFFF"
    on_toast = "#000000"
    toast_act = "#12388C"
    column = "#0A0C0F"
    colcard = "#12151A"
    colborder = "#8C96A5"
    scroll = "#8C96A5"
    avatars = (
        ("#1D3358", "#DCE9FF"),
        ("#193725", "#D2F3DC"),
        ("#432811", "#FFE3C8"),
        ("#322553", "#EBE2FF"),
        ("#143639", "#CFF1F5"),
        ("#471C2B", "#FFDDE6"),
        ("#383110", "#F8EDBC"),
        ("#2C323B", "#EAEEF4"),
        ("#401F44", "#FAE0F9"),
        ("#293617", "#E2F1C9"),
    )


LIGHT = HighLightTheme()
DARK = HighDarkTheme()
