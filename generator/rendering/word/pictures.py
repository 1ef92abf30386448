"""Charts as pictures in Word: pixels, and the drawing itself for versions that show it. Called by `word.body`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.office.package import SVG, SVG_KIND
from generator.rendering.office.text import write_line

if TYPE_CHECKING:
    from generator.rendering.pictures import Rasteriser
    from generator.text.tree import Element

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMU_PER_TWENTIETH = 635
_HIGHEST = 5_940_000  # 165 mm, as in print.css
_FIRST_ID = 1001
"""Pictures of the layout have lower ids."""


class Pictures:
    """Writes the pictures of one document, and keeps their files."""

    def __init__(self, rasteriser: Rasteriser) -> None:
        self.parts: dict[str, bytes] = {}
        """The files by name."""
        self._rasteriser = rasteriser

    def write(self, drawing: Element, width: int) -> str:
        """What shows a drawing, as wide as the text, which is `width` twentieths of a point; its title is the alt text."""
        picture = self._rasteriser.rasterise(drawing)
        number = len(self.parts) // 2 + 1
        image, vector = f"chart{number}.png", f"chart{number}.svg"
        self.parts |= {image: picture.png, vector: picture.svg}
        scale = min(width * _EMU_PER_TWENTIETH / picture.width, _HIGHEST / picture.height)
        size = f'cx="{round(picture.width * scale)}" cy="{round(picture.height * scale)}"'
        identity, name = _FIRST_ID + number, f"Chart {number}"
        return (
            f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:r="{_OFFICE}"'
            f' distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{identity}" name="{name}" descr="{write_line(drawing.title)}"/><wp:cNvGraphicFramePr>'
            f'<a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
            f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{identity}" name="{name}"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{image}"><a:extLst><a:ext uri="{SVG_KIND}">'
            f'<asvg:svgBlip xmlns:asvg="{SVG}" r:embed="{vector}"/></a:ext></a:extLst></a:blip>'
            f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
            "</w:drawing>"
        )
