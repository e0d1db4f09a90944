//! What the reader of a page knows of elements and attributes by their names.

/// What a tag means for the text after it and for its attributes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// It ends an element.
    End,
    /// It may begin a text without tags, which this closing tag ends, in upper or lower case.
    Raw(&'static str),
    /// It may make all of the page after it text.
    Plaintext,
    /// The parser compares all attributes of the element with those of others.
    Compared,
    /// Anything else.
    Other,
}

impl Kind {
    /// The kind of a start tag by the name of its element, in upper or lower case.
    pub(super) fn of(name: &[u8]) -> Self {
        let mut lower = [0; 9];
        let Some(lower) = lower.get_mut(..name.len()) else { return Self::Other };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        match &*lower {
            b"script" => Self::Raw("</script"),
            b"style" => Self::Raw("</style"),
            b"textarea" => Self::Raw("</textarea"),
            b"title" => Self::Raw("</title"),
            b"iframe" => Self::Raw("</iframe"),
            b"noembed" => Self::Raw("</noembed"),
            b"noframes" => Self::Raw("</noframes"),
            b"xmp" => Self::Raw("</xmp"),
            b"plaintext" => Self::Plaintext,
            // Links are missing here, as they are never inside each other.
            b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong"
            | b"tt" | b"u" => Self::Compared,
            _ => Self::Other,
        }
    }

    /// Whether an attribute called `name` of such a tag is kept.
    pub(super) fn keeps(self, name: &[u8]) -> bool {
        match self {
            Self::End => false,
            Self::Compared => true,
            _ => is_read(name),
        }
    }
}

/// Whether an attribute called `name` may be read, by the parser or from the tree. Names that have
/// other characters than small letters and hyphens count as read. A third of the bytes in the
/// tags of pages are in the others.
pub(super) fn is_read(name: &[u8]) -> bool {
    let is_listed = matches!(
        name,
        // By the parser.
        b"encoding" | b"shadowrootmode" | b"type"
            // What an element is called, and what it says of itself.
            | b"class" | b"id" | b"name" | b"role" | b"title" | b"lang" | b"style" | b"hidden" | b"align"
            | b"data-component" | b"data-module" | b"data-testid" | b"data-type"
            | b"aria-controls" | b"aria-expanded" | b"aria-hidden"
            // Links and metadata.
            | b"href" | b"rel" | b"content" | b"datetime" | b"http-equiv" | b"pubdate"
            | b"itemprop" | b"itemtype" | b"property" | b"placeholder"
            // Pictures.
            | b"alt" | b"src" | b"srcset" | b"data-src" | b"data-original" | b"data-lazy-src" | b"data-full-src"
            | b"data-srcset" | b"data-lazy-srcset" | b"width" | b"height"
            // Data for scripts.
            | b"data-page" | b"data-props" | b"data-react-props"
            // Lists and tables.
            | b"start" | b"reversed" | b"value" | b"colspan" | b"rowspan"
    );
    is_listed || !name.iter().all(|b| b.is_ascii_lowercase() || *b == b'-')
}
