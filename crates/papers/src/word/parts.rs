//! The parts of the file that do not depend on its content, and the frames of those that do.
//!
//! Lengths are in twips (1/20 pt; 1 mm = 56.7), letter sizes in half points: 三号 is 32, 二号 is 44.

use super::setting::escape;

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;

pub(super) const ROOT_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/><w:drawingGridHorizontalSpacing w:val="315"/><w:drawingGridVerticalSpacing w:val="579"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#;

/// Fonts with the names of those to use where they are missing.
pub(super) const FONTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/><w:charset w:val="86"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font><w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font><w:font w:name="楷体"><w:altName w:val="楷体_GB2312"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font><w:font w:name="黑体"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font><w:font w:name="宋体"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font><w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>"#;

/// The width of the text between the margins: 156 mm upright, 225 mm across.
pub(super) fn text_width(landscape: bool) -> u32 {
    if landscape { 12_755 } else { 8_849 }
}

/// The document part around the body.
pub(super) fn document(body: &str, landscape: bool, header: bool, numbers: bool) -> String {
    let mut section = String::new();
    if header {
        section.push_str(
            r#"<w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="even" r:id="rId4"/>"#,
        );
    }
    if numbers {
        section.push_str(
            r#"<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/>"#,
        );
    }
    // 22 lines in 225 mm make 28.95 pt a line. 28 characters in 156 mm make each 15.8 pt wide: the style sets
    // that by spacing, because programs disagree on grids of characters narrower than the letters.
    let page = if landscape {
        r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1588" w:right="1985" w:bottom="1474" w:left="2098" w:header="851" w:footer="992" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="579"/>"#
    } else {
        r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1469" w:bottom="1985" w:left="1588" w:header="1134" w:footer="1304" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="579"/>"#
    };
    format!("{HEAD}<w:document {W}><w:body>{body}<w:sectPr>{section}{page}</w:sectPr></w:body></w:document>")
}

pub(super) fn document_rels(links: &[String]) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut out =
        format!(r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#);
    for (id, kind) in [
        ("rId1", "styles"),
        ("rId2", "settings"),
        ("rId3", "fontTable"),
        ("rId4", "header"),
        ("rId5", "footer"),
        ("rId6", "footer"),
    ] {
        let file = match id {
            "rId4" => "header1",
            "rId5" => "footer1",
            "rId6" => "footer2",
            _ => kind,
        };
        out.push_str(&format!(
            r#"<Relationship Id="{id}" Type="{KIND}/{kind}" Target="{file}.xml"/>"#
        ));
    }
    for (i, link) in links.iter().enumerate() {
        out.push_str(&format!(
            r#"<Relationship Id="rL{}" Type="{KIND}/hyperlink" Target="{}" TargetMode="External"/>"#,
            i + 1,
            escape(link)
        ));
    }
    out.push_str("</Relationships>");
    out
}

/// The properties of the file; `title` is already escaped.
pub(super) fn core(title: &str) -> String {
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>"#
    )
}

pub(super) fn header(content: &str) -> String {
    format!(r#"{HEAD}<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{content}</w:p></w:hdr>"#)
}

/// `— 1 —` in 四号 宋体, one character from the outer margin.
pub(super) fn footer(side: &str) -> String {
    let dash = r#"<w:r><w:t xml:space="preserve">— </w:t></w:r>"#;
    let end = r#"<w:r><w:t xml:space="preserve"> —</w:t></w:r>"#;
    format!(
        r#"{HEAD}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}Chars="100" w:{side}="320"/><w:jc w:val="{side}"/></w:pPr>{dash}<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>{end}</w:p></w:ftr>"#
    )
}

fn fonts(east: &str) -> String {
    format!(
        r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{east}" w:cs="Times New Roman"/>"#
    )
}

/// The size in half points. 三号 is set 0.2 pt closer, see [`document`].
fn size(half_points: u32) -> String {
    let closer = if half_points == 32 { -4 } else { 0 };
    format!(r#"<w:spacing w:val="{closer}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>"#)
}

/// A paragraph style.
fn style(id: &str, name: &str, paragraph: &str, run: &str) -> String {
    let (usual, based) = if id == "Normal" {
        (r#" w:default="1""#, "")
    } else {
        ("", r#"<w:basedOn w:val="Normal"/>"#)
    };
    let next = if id.starts_with("Heading") || id == "Title" {
        r#"<w:next w:val="Body"/>"#
    } else {
        ""
    };
    format!(
        r#"<w:style w:type="paragraph"{usual} w:styleId="{id}"><w:name w:val="{name}"/>{based}{next}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
    )
}

pub(super) fn styles() -> String {
    const EXACT: &str = r#"<w:spacing w:line="579" w:lineRule="exact"/>"#;
    const INDENT: &str = r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#;
    const TIGHT: &str =
        r#"<w:snapToGrid w:val="0"/><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>"#;
    let heading = |level: u8| format!(r#"<w:keepNext/>{INDENT}<w:outlineLvl w:val="{level}"/>"#);
    let list = [
        style(
            "Normal",
            "Normal",
            &format!(r#"<w:widowControl w:val="0"/>{EXACT}<w:jc w:val="both"/>"#),
            &format!("{}{}", fonts("仿宋"), size(32)),
        ),
        style("Body", "Body Text", INDENT, ""),
        style(
            "Title",
            "Title",
            r#"<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:after="579" w:line="660" w:lineRule="exact"/><w:jc w:val="center"/>"#,
            &format!("{}{}", fonts("方正小标宋简体"), size(44)),
        ),
        style("Heading1", "heading 1", &heading(0), &fonts("黑体")),
        style("Heading2", "heading 2", &heading(1), &fonts("楷体")),
        style("Heading3", "heading 3", &heading(2), "<w:b/><w:bCs/>"),
        style(
            "TableText",
            "Table Text",
            &format!(r#"{TIGHT}<w:jc w:val="left"/>"#),
            &size(24),
        ),
        style(
            "TableHead",
            "Table Head",
            &format!(r#"<w:keepNext/>{TIGHT}<w:jc w:val="center"/>"#),
            &format!("{}{}", fonts("黑体"), size(24)),
        ),
        style(
            "Header",
            "header",
            r#"<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="atLeast"/><w:jc w:val="center"/>"#,
            &format!("{}{}", fonts("宋体"), size(21)),
        ),
        style(
            "Footer",
            "footer",
            r#"<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="atLeast"/>"#,
            &format!(
                r#"<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>{}"#,
                size(28)
            ),
        ),
    ];
    format!(
        r#"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{}{}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>{}{}</w:styles>"#,
        fonts("仿宋"),
        size(32),
        list.concat(),
        other_styles()
    )
}

/// Styles of letters and tables.
fn other_styles() -> String {
    let border = |side: &str| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#);
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .into_iter()
        .map(border)
        .collect();
    format!(
        r#"<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style>"#
    )
}
