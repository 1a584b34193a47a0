//! SVG and Markdown: nothing runs, nothing is loaded.

use base64::Engine as _;
use cairn_preview::protocol::{Content, Kind};

use crate::{show, show_as, tag};

const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64">"#;

fn svg(body: &str) -> Vec<u8> {
    format!("{HEAD}{body}</svg>").into_bytes()
}

/// The pixels of an answer.
fn pixels(content: &Content) -> image::RgbaImage {
    let Content::Image { png_base64, .. } = content else { panic!("{}", tag(content)) };
    let png = base64::engine::general_purpose::STANDARD.decode(png_base64).unwrap();
    image::load_from_memory(&png).unwrap().to_rgba8()
}

#[test]
fn drawings_neither_run_nor_load() {
    let bodies = [
        "<script>alert(1)</script>",
        "<rect width='9' height='9' onload='alert(1)'/>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='http://sink/'/></foreignObject>",
        "<a xlink:href='javascript:alert(1)'><rect width='9' height='9'/></a>",
        "<use xlink:href='data:image/svg+xml;base64,PHN2Zy8+#x'/>",
        "<image width='64' height='64' xlink:href='/etc/passwd'/>",
        "<image width='64' height='64' href='http://sink/x.png'/>",
        "<image width='64' height='64' href='file:///etc/hostname'/>",
        "<style>@import url(http://sink/x.css); rect { fill: url(http://sink/#a) }</style><rect width='9' height='9'/>",
        "<text>words</text>",
    ];
    for body in bodies {
        let preview = show("x.svg", &svg(body));
        assert_eq!(tag(&preview.content), "image", "{body}: {:?}", preview.warning);
    }
}

#[test]
fn a_picture_beside_the_drawing_is_not_read() {
    let file = std::env::temp_dir().join(format!("cairn-preview-canary-{}.png", std::process::id()));
    image::RgbaImage::from_pixel(8, 8, image::Rgba([255, 0, 0, 255])).save(&file).unwrap();
    let body = format!("<image width='64' height='64' xlink:href='{}'/>", file.display());
    let preview = show("x.svg", &svg(&body));
    std::fs::remove_file(&file).unwrap();
    assert!(pixels(&preview.content).pixels().all(|pixel| pixel.0 == [0; 4]));
}

#[test]
fn drawings_are_drawn() {
    let preview = show("x.svg", &svg("<rect width='64' height='64' fill='#00f'/>"));
    let picture = pixels(&preview.content);
    assert_eq!((picture.width(), picture.height()), (512, 512));
    assert_eq!(picture.get_pixel(256, 256).0, [0, 0, 255, 255]);
    let huge = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1000000000 500000000'><rect width='9e8' height='9e8'/></svg>";
    let picture = pixels(&show("x.svg", huge.as_bytes()).content);
    assert_eq!((picture.width(), picture.height()), (2048, 1024));
}

/// Drawings that are built to grow.
fn growing() -> Vec<(&'static str, Vec<u8>)> {
    let entities = |body: &str| format!("<!DOCTYPE svg [{body}]>{HEAD}<text>&z;</text></svg>");
    let laughs: String = (0..20).fold("<!ENTITY a0 'ha'>".to_owned(), |all, i| {
        format!("{all}<!ENTITY a{} '{}'>", i + 1, format!("&a{i};").repeat(10))
    }) + "<!ENTITY z '&a20;'>";
    let nested = |n: usize| format!("{HEAD}{}{}</svg>", "<g>".repeat(n), "</g>".repeat(n));
    let uses = (0..40).fold("<g id='u0'><rect width='1' height='1'/></g>".to_owned(), |all, i| {
        format!("{all}<g id='u{}'><use href='#u{i}'/><use href='#u{i}'/></g>", i + 1)
    });
    vec![
        ("xxe", entities("<!ENTITY z SYSTEM 'file:///etc/passwd'>").into()),
        ("xxe-parameter", entities("<!ENTITY % x SYSTEM 'http://sink/'> %x;").into()),
        ("laughs", entities(&laughs).into()),
        ("quadratic", entities(&format!("<!ENTITY z '{}'>", "x".repeat(200_000))).into()),
        ("nested", nested(100_000).into()),
        ("uses", svg(&uses)),
    ]
}

/// Drawings that are costly to draw, or wrong.
fn costly() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("self-use", svg("<g id='a'><use href='#a'/></g>")),
        (
            "blur",
            svg(
                "<filter id='f'><feGaussianBlur stdDeviation='100000'/></filter><rect filter='url(#f)' width='64' height='64'/>",
            ),
        ),
        (
            "turbulence",
            svg(
                "<filter id='f'><feTurbulence baseFrequency='.5' numOctaves='1000000'/></filter><rect filter='url(#f)' width='64' height='64'/>",
            ),
        ),
        (
            "pattern",
            svg(
                "<pattern id='p' width='.00001' height='.00001' patternUnits='userSpaceOnUse'><rect width='1' height='1'/></pattern><rect fill='url(#p)' width='64' height='64'/>",
            ),
        ),
        ("dashes", svg("<path d='M0 0L1e9 1e9' stroke='red' stroke-dasharray='.0001'/>")),
        ("negative", b"<svg xmlns='http://www.w3.org/2000/svg' width='-5' height='0'/>".to_vec()),
        ("nan", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 NaN Infinity'/>".to_vec()),
        ("cut", HEAD.into()),
        ("svgz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec()),
        ("rects", svg(&"<rect width='64' height='64' opacity='.5'/>".repeat(50_000))),
    ]
}

#[test]
fn bombs_in_drawings_go_off_harmlessly() {
    for (name, file) in growing().into_iter().chain(costly()) {
        let preview = show_as(Kind::Auto, "x.svg", &file);
        let tag = tag(&preview.content);
        println!("{name}: {tag} {:?}", preview.warning);
        assert!(tag == "image" || preview.warning.is_some(), "{name}: {tag}");
    }
}

const DANGEROUS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "text <img src=x onerror=alert(1)> text",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=__pwned=1&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](smb://host/share)",
    "[x](//sink/y)",
    "<javascript:alert(1)>",
    "![x](http://sink/x.png)",
    "![x\" onerror=\"alert(1)](x)",
    "[x](http://a \"t\\\" onclick=\\\"alert(1)\")",
    "[![x](http://sink)](javascript:alert(1))",
    "```\"><script>alert(1)</script>\ncode\n```",
    "# h {#x onclick=alert(1)}",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "<a href=\"http://x\" onclick=alert(1)>x</a>",
    "<style>@import 'http://sink'</style>",
    "<meta http-equiv=refresh content='0;url=http://sink'>",
    "<base href=http://sink>",
    "<details open ontoggle=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<?x ><img src=x onerror=alert(1)>?>",
    "\u{0}<scr\u{0}ipt>alert(1)</script> and enough plain words around it that the two zero bytes do not make the file a binary one: \
     lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore",
];

/// Fails unless the HTML holds nothing but the plain tags of Markdown and links that ask first.
fn assert_harmless(html: &str) {
    const TAGS: &str = "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre strong sub sup table tbody td th thead tr ul";
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("a tag without end: {html}"));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        assert!(TAGS.split(' ').any(|known| known == name), "<{tag}> in {html}");
        for attribute in tag.split(' ').skip(1).filter(|word| word.contains('=')) {
            let (key, value) = attribute.split_once('=').unwrap();
            let good = match key {
                "href" => {
                    ["\"http://", "\"https://", "\"mailto:"].iter().any(|scheme| value.starts_with(scheme))
                }
                "rel" => value.starts_with("\"noopener"),
                "start" => true,
                _ => false,
            };
            assert!(good, "{attribute} in {html}");
        }
    }
}

#[test]
fn markdown_is_harmless() {
    for text in DANGEROUS {
        let Content::Markdown { html, .. } = show("x.md", text.as_bytes()).content else { panic!("{text}") };
        assert_harmless(&html);
    }
    let together = DANGEROUS.join("\n\n");
    let Content::Markdown { html, .. } = show("x.md", together.as_bytes()).content else { panic!() };
    assert_harmless(&html);
}

#[test]
fn markdown_is_rendered() {
    let text = "---\nlicense: mit\n---\n# Title\n\n* [x] done\n\n| a | b |\n|--|--|\n| 1 | [l](https://x.y/z) |\n\n~~old~~ `code`\n";
    let Content::Markdown { html, source, .. } = show("README.md", text.as_bytes()).content else { panic!() };
    assert_harmless(&html);
    for piece in [
        "<h1>Title</h1>",
        "\u{2611} done",
        "<td>1</td>",
        "href=\"https://x.y/z\"",
        "<del>old</del>",
        "<code>code</code>",
    ] {
        assert!(html.contains(piece), "{piece} in {html}");
    }
    assert_eq!(source, text);
}

#[test]
fn markdown_monsters_are_answered() {
    for (name, text) in [
        ("quotes", ">".repeat(400_000)),
        ("lists", (0..2_000).map(|i| format!("{}* x\n", "  ".repeat(i))).collect()),
        ("brackets", "[".repeat(400_000)),
        ("links", "[a](".repeat(100_000)),
        ("stars", "*a_ ".repeat(100_000)),
        ("ticks", (1..800).map(|i| "`".repeat(i) + " ").collect()),
        ("table", format!("{}\n{}\n{}", "|a".repeat(20_000), "|-".repeat(20_000), "|b\n".repeat(20_000))),
        ("references", (0..20_000).map(|i| format!("[r{i}]: http://x\n[r{i}]\n")).collect()),
        ("html", "<b>".repeat(100_000)),
        ("entities", "&amp;".repeat(100_000)),
    ] {
        let preview = show_as(Kind::Auto, "x.md", text.as_bytes());
        println!("{name}: {} {:?}", tag(&preview.content), preview.warning);
        if let Content::Markdown { html, .. } = &preview.content {
            assert_harmless(html);
        }
    }
}
