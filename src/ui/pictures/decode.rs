//! Decodes pictures within limits of size, memory and time, as a stranger has made them.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::bounded;
use crate::bounded::Bounds;

/// The formats that have a decoder, with their names for messages.
const FORMATS: [(ImageFormat, &str); 4] =
    [(ImageFormat::Jpeg, "JPEG"), (ImageFormat::Png, "PNG"), (ImageFormat::WebP, "WebP"), (ImageFormat::Gif, "GIF")];
/// The most pixels of a picture: more than cameras make, and about 250 megabytes while it is decoded.
const PIXELS: u64 = 40_000_000;
/// The most bytes that a decoder may ask for.
const BYTES: u64 = 400_000_000;
/// The longest side in pixels of a picture that is kept in memory: enough for any terminal.
pub const LONGEST: u32 = 1600;

/// The picture in `bytes`, with its longest side at most [`LONGEST`] pixels; the first one of an
/// animation. Works on a thread of its own, within `bounds`.
///
/// # Errors
/// If the bytes are no picture of a known format, or too large, or a bound is passed; a sentence.
pub fn within_bounds(bytes: Vec<u8>, bounds: Bounds) -> Result<DynamicImage, String> {
    bounded::run("decoding the picture", bounds, move |_| decoded(&bytes)).map_err(|error| error.to_string())?
}

fn decoded(bytes: &[u8]) -> Result<DynamicImage, String> {
    let format = image::guess_format(bytes).ok().filter(|format| FORMATS.iter().any(|(known, _)| known == format));
    let Some(format) = format else {
        let names: Vec<&str> = FORMATS.iter().map(|(_, name)| *name).collect();
        return Err(format!("this is not a picture that can be shown: only {}", names.join(", ")));
    };
    let damaged = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => "the picture is too large to be shown".to_owned(),
        error => format!("the picture is damaged: {error}"),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    // The size is in the first bytes: nothing is decoded before it is known to be small enough.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(format!("the picture has {width} × {height} pixels, which is too large to be shown"));
    }
    let turned = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    if image.width().max(image.height()) > LONGEST {
        image = image.thumbnail(LONGEST, LONGEST);
    }
    if let Some(turned) = turned {
        image.apply_orientation(turned);
    }
    Ok(image)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounded::STACK;
    use proptest::prelude::*;

    const BOUNDS: Bounds = Bounds { megabytes: 2000, seconds: 60, stack: STACK, advice: "show another one" };

    /// A picture of this size in one colour, as a file.
    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(width, height).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    #[test]
    fn each_format_is_decoded_and_large_pictures_are_reduced() {
        for (format, name) in FORMATS {
            let image = within_bounds(file(8, 4, format), BOUNDS).unwrap_or_else(|why| panic!("{name}: {why}"));
            assert_eq!((image.width(), image.height()), (8, 4), "{name}");
        }
        let image = within_bounds(file(3200, 100, ImageFormat::Png), BOUNDS).unwrap();
        assert_eq!((image.width(), image.height()), (1600, 50));
    }

    #[test]
    fn a_picture_that_says_it_is_huge_is_refused_before_it_is_decoded() {
        let mut bytes = file(8, 8, ImageFormat::Png);
        // The width and the height of the header; its checksum follows.
        bytes[16..24].copy_from_slice(&[0, 0, 0xc0, 0, 0, 0, 0xc0, 0]);
        let sum = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        let error = within_bounds(bytes, BOUNDS).unwrap_err();
        assert_eq!(error, "the picture has 49152 × 49152 pixels, which is too large to be shown");
    }

    /// The checksum of a chunk of a PNG file.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
        })
    }

    #[test]
    fn other_files_are_named_as_such() {
        assert!(within_bounds(b"<svg/>".to_vec(), BOUNDS).unwrap_err().contains("only JPEG, PNG, WebP, GIF"));
        assert!(within_bounds(Vec::new(), BOUNDS).is_err());
        let mut cut = file(8, 8, ImageFormat::Png);
        cut.truncate(40);
        assert!(within_bounds(cut, BOUNDS).unwrap_err().starts_with("the picture is damaged"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_bytes_panic(at in 0_usize..200, bytes in proptest::collection::vec(any::<u8>(), 0..20), which in 0..4_usize) {
            let mut file = file(9, 7, FORMATS[which].0);
            let at = at.min(file.len());
            let end = (at + bytes.len()).min(file.len());
            file.splice(at..end, bytes);
            decoded(&file).ok();
        }
    }
}
