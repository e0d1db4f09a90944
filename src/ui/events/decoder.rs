//! From the bytes of a terminal to events: what belongs together, and when to
//! give up waiting for the rest.

use std::time::{Duration, Instant};

use crossterm::event::Event;

use super::background::Background;
use super::sequence::{self, Parsed};

/// How long the beginning of a key waits for its rest. Long enough for a
/// sequence that a slow connection delivers in two parts.
const KEY: Duration = Duration::from_millis(200);

/// How long a paste or an answer of the terminal waits for more bytes. Longer than for a key,
/// because the rest would be taken for keys.
const LONG: Duration = Duration::from_secs(2);

/// The length in bytes from which the beginning of a paste is an event of its
/// own, so that a paste without an end takes no more memory than this.
const LONGEST_PASTE: usize = 1 << 16;

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Turns bytes into events. The beginning of a key waits here for the rest,
/// until [`Self::deadline`].
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The beginning of a key, or a part of a paste.
    pending: Vec<u8>,
    pasting: bool,
    /// What the terminal said last about its background, until it is taken.
    background: Option<Background>,
    /// When the last byte came.
    last: Option<Instant>,
}

impl Decoder {
    /// The events that are complete with `bytes`. `more`: whether more bytes are
    /// known to follow, so that an Esc at the end is not yet the key.
    pub(super) fn push(&mut self, bytes: &[u8], more: bool, now: Instant) -> Vec<Event> {
        self.pending.extend_from_slice(bytes);
        self.last = Some(now);
        self.decode(more)
    }

    /// When to call [`Self::expire`]; `None` if nothing is pending.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let patience = if self.pasting || self.is_answer_pending() { LONG } else { KEY };
        self.last.filter(|_| self.pasting || !self.pending.is_empty()).map(|last| last + patience)
    }

    /// Whether the beginning of an answer of the terminal is pending. Its rest would be taken for
    /// keys.
    fn is_answer_pending(&self) -> bool {
        matches!(self.pending.as_slice(), [0x1b, b']', digit, ..] if digit.is_ascii_digit())
    }

    /// Whether the terminal said something about its background that was not taken yet.
    pub(super) fn has_background(&self) -> bool {
        self.background.is_some()
    }

    /// What the terminal said about its background since this was last asked.
    pub(super) fn take_background(&mut self) -> Option<Background> {
        self.background.take()
    }

    /// Gives up what is pending if its time is over. The words of an unfinished
    /// paste are an event; of the beginning of a key, nothing is left but `Alt-[`
    /// and `Alt-O`, which are themselves the beginnings of other keys.
    pub(super) fn expire(&mut self, now: Instant) -> Vec<Event> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return Vec::new();
        }
        let pending = std::mem::take(&mut self.pending);
        if std::mem::take(&mut self.pasting) {
            return pasted(&pending).into_iter().collect();
        }
        sequence::alone(&pending).into_iter().collect()
    }

    fn decode(&mut self, more: bool) -> Vec<Event> {
        let mut events = Vec::new();
        let mut bytes = std::mem::take(&mut self.pending);
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            if self.pasting {
                let Some(length) = end_of_paste(rest) else {
                    let part = long_part(rest);
                    events.extend(rest.get(..part).and_then(pasted));
                    at += part;
                    break;
                };
                events.extend(rest.get(..length).and_then(pasted));
                self.pasting = false;
                at += length + PASTE_ENDS.len();
                continue;
            }
            if rest.starts_with(PASTE_BEGINS) {
                self.pasting = true;
                at += PASTE_BEGINS.len();
                continue;
            }
            match sequence::parse(rest, more) {
                Parsed::Event(event, length) => {
                    events.push(event);
                    at += length.max(1);
                }
                Parsed::Background(found, length) => {
                    self.background = Some(found);
                    at += length.max(1);
                }
                Parsed::Nothing(length) => at += length.max(1),
                Parsed::Incomplete => break,
            }
        }
        bytes.drain(..at.min(bytes.len()));
        self.pending = bytes;
        events
    }
}

fn end_of_paste(bytes: &[u8]) -> Option<usize> {
    bytes.windows(PASTE_ENDS.len()).position(|window| window == PASTE_ENDS)
}

/// How many bytes of an unfinished paste are an event of their own: all but the
/// last few, in which a character or the end of the paste may begin, or none if
/// it is not long.
fn long_part(bytes: &[u8]) -> usize {
    if bytes.len() < LONGEST_PASTE {
        return 0;
    }
    let mut end = bytes.len().saturating_sub(PASTE_ENDS.len());
    // A line break of two characters, and a character of several bytes, stay
    // together.
    while end > 0 && bytes.get(end).is_some_and(|byte| byte & 0xC0 == 0x80 || *byte == b'\n') {
        end -= 1;
    }
    end
}

fn pasted(bytes: &[u8]) -> Option<Event> {
    (!bytes.is_empty()).then(|| Event::Paste(String::from_utf8_lossy(bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    fn key(c: char) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
    }

    /// The events of `parts`, each of which comes `pause` after the one before.
    fn decoded(parts: &[&[u8]], pause: Duration) -> Vec<Event> {
        let mut decoder = Decoder::default();
        let mut now = Instant::now();
        let mut events = Vec::new();
        for part in parts {
            now += pause;
            events.extend(decoder.expire(now));
            events.extend(decoder.push(part, false, now));
        }
        events.extend(decoder.expire(now + LONG * 2));
        assert_eq!(decoder.deadline(), None, "nothing is pending");
        events
    }

    #[test]
    fn half_a_key_is_given_up_and_the_next_key_counts() {
        for half in [&b"\xff"[..], b"\xc3", b"\xe2\x82", b"\x1b[1;", b"\x1b[<0;10", b"\x1b[M!", b"\x1b[[", b"\x1b[?62;"]
        {
            assert_eq!(decoded(&[half, b"j"], KEY), [key('j')], "{half:?}");
        }
    }

    #[test]
    fn an_answer_about_the_background_is_no_key_also_in_parts() {
        let soon = Duration::from_millis(400);
        for (parts, wanted) in [
            (&[&b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\j"[..]][..], Background::Light),
            (&[b"\x1b]11;rgb:00", b"00/0000/0000\x07j"], Background::Dark),
            (&[b"\x1b]1", b"1;rgb:0/0/0", b"\x1b", b"\\j"], Background::Dark),
            (&[b"\x1b[?997;2nj"], Background::Light),
        ] {
            let mut decoder = Decoder::default();
            let mut now = Instant::now();
            let mut events = Vec::new();
            for part in parts {
                now += soon;
                events.extend(decoder.expire(now));
                events.extend(decoder.push(part, false, now));
            }
            assert_eq!((events, decoder.take_background()), (vec![key('j')], Some(wanted)), "{parts:?}");
        }
        assert_eq!(decoded(&[b"\x1b]", b"j"], KEY).len(), 2, "Alt and a bracket are a key");
        assert_eq!(decoded(&[b"\x1b]11;rgb:ff", b"j"], LONG), [key('j')]);
    }

    #[test]
    fn a_key_in_two_parts_is_one_key() {
        let soon = Duration::from_millis(20);
        assert_eq!(decoded(&[b"\xe2\x82", b"\xac"], soon), [key('€')]);
        let up = Event::Key(KeyCode::Up.into());
        assert_eq!(decoded(&[b"\x1b[1;", b"1A"], soon), [up]);
    }

    #[test]
    fn bytes_that_belong_to_no_key_hide_none() {
        assert_eq!(decoded(&[b"a\xff\xc3b\x80\x1b[99999999qc"], KEY), [key('a'), key('b'), key('c')]);
        // A new sequence ends an unfinished one.
        let up = Event::Key(KeyCode::Up.into());
        assert_eq!(decoded(&[b"\x1b[<0;1\x1b[A"], KEY), [up]);
        let endless = [b"\x1b[".as_slice(), &b"1;".repeat(4000), b"j"].concat();
        assert!(decoded(&[&endless, b"k"], KEY).contains(&key('k')));
    }

    #[test]
    fn an_escape_at_the_end_is_the_key_at_once() {
        let esc = Event::Key(KeyCode::Esc.into());
        let mut decoder = Decoder::default();
        assert_eq!(decoder.push(b"\x1b", false, Instant::now()), [esc]);
        assert_eq!(decoder.push(b"\x1b", true, Instant::now()), []);
        assert_eq!(decoder.push(b"[A", false, Instant::now()), [Event::Key(KeyCode::Up.into())]);
    }

    #[test]
    fn a_paste_may_come_in_parts_and_without_an_end() {
        let soon = Duration::from_millis(20);
        let paste = |text: &str| Event::Paste(text.to_owned());
        assert_eq!(decoded(&[b"\x1b[200~one q", b" two\x1b[20", b"1~j"], soon), [paste("one q two"), key('j')]);
        assert_eq!(decoded(&[b"\x1b[200~one q", b"j"], LONG), [paste("one q"), key('j')]);
        assert_eq!(decoded(&[b"\x1b[200~", b"j"], LONG), [key('j')]);
        assert_eq!(decoded(&[b"\x1b[201~j"], soon), [key('j')]);
    }

    #[test]
    fn a_paste_without_an_end_takes_little_memory() {
        let mut decoder = Decoder::default();
        let mut words = String::new();
        decoder.push(b"\x1b[200~", false, Instant::now());
        for _ in 0..3000 {
            for event in decoder.push("ä\r\n".repeat(256).as_bytes(), true, Instant::now()) {
                let Event::Paste(part) = event else { panic!("{event:?}") };
                assert!(!part.ends_with('\r'), "a line break is split");
                words += &part;
            }
            assert!(decoder.pending.len() < LONGEST_PASTE + 2000);
        }
        for event in decoder.push(PASTE_ENDS, false, Instant::now()) {
            let Event::Paste(part) = event else { panic!("{event:?}") };
            words += &part;
        }
        assert_eq!(words, "ä\r\n".repeat(256 * 3000));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_leave_nothing_behind(parts in proptest::collection::vec(proptest::collection::vec(0_u8.., 0..40), 0..8)) {
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            decoded(&parts, Duration::from_millis(150));
            let mut last = parts.clone();
            last.push(b"j");
            // After a pause a key is a key, whatever came before.
            let mut decoder = Decoder::default();
            let now = Instant::now();
            for part in &parts {
                decoder.push(part, false, now);
            }
            decoder.expire(now + LONG);
            proptest::prop_assert_eq!(decoder.push(b"j", false, now + LONG), vec![key('j')]);
        }
    }
}
