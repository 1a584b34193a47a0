//! Markdown as clean HTML: raw HTML off in the parser, then a filter that knows only the parser's own tags.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};
use cairn_preview::protocol::Content;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

use crate::Shown;
use crate::channel::{Source, Trouble, unreadable};
use crate::text;

/// Bytes rendered at most.
const MAX_SOURCE: u64 = 512 << 10;
/// Nested blocks at most: the filter's time grows with the square of the depth.
const MAX_DEPTH: usize = 64;

const TAGS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The file's first part as HTML.
pub(crate) fn show(source: &Source<'_>) -> Result<Shown, Trouble> {
    let bytes = source.window(0, MAX_SOURCE)?;
    let encoding = text::encoding(&bytes);
    let markdown = text::decode(&bytes, encoding, 0);
    let html = render(&markdown)?;
    let truncated = (bytes.len() as u64) < source.size();
    let content = Content::Markdown { html, source: markdown, truncated };
    Ok(Shown { content, warning: text::lossy_warning(encoding) })
}

fn render(markdown: &str) -> Result<String, Trouble> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut events = Vec::new();
    let mut depth = 0_usize;
    for event in Parser::new_ext(markdown, options) {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return unreadable("The Markdown is nested too deeply to be rendered.");
        }
        events.extend(harmless(event));
    }
    let mut unsafe_html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut unsafe_html, events.into_iter());
    Ok(filter().clean(&unsafe_html).to_string())
}

/// Raw HTML becomes text, inline tags and pictures vanish (a picture's description stays).
fn harmless(event: Event<'_>) -> Option<Event<'_>> {
    match event {
        Event::Html(text) => Some(Event::Text(text)),
        Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::TaskListMarker(done) => Some(Event::Text(if done { "\u{2611} " } else { "\u{2610} " }.into())),
        other => Some(other),
    }
}

fn filter() -> Builder<'static> {
    let mut filter = Builder::empty();
    filter
        .tags(TAGS.iter().copied().collect())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    filter
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_named_schemes_are_links() {
        let html =
            render("[a](https://x.y) [b](javascript:alert(1)) [c](file:///etc) [d](//x.y) [e](mailto:a@b)")
                .unwrap();
        assert_eq!(html.matches("href=").count(), 2, "{html}");
    }

    #[test]
    fn pictures_leave_their_words() {
        let html = render("![words](http://sink/x.png) <img src=x onerror=a()>").unwrap();
        assert!(html.contains("words") && !html.contains("<img") && !html.contains("sink"), "{html}");
    }

    #[test]
    fn front_matter_is_not_shown() {
        assert_eq!(render("---\nlicense: mit\n---\n# T\n").unwrap(), "<h1>T</h1>\n");
    }
}
