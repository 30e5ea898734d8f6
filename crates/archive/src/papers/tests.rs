//! Pictures made here and read back: whole, upright, without the place; bombs and halves refused.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::{
    model::{THUMB, Unfit},
    ready::Ready,
};

/// A JPEG of this size, its left half dark.
pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let shade = if x < width / 2 { 20 } else { 200 };
        Rgb([shade, shade, u8::try_from(y % 200).unwrap()])
    });
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

/// EXIF as phones write it: which side is up, the phone's name, when, and where (31° N).
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff: Vec<u8> = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(count.to_le_bytes());
        tiff.extend(value);
    };
    // IFD0 at 8 with four entries ends at 62; the EXIF IFD stands at 62, the GPS IFD at 80, texts from 110.
    tiff.extend(4_u16.to_le_bytes());
    entry(&mut tiff, 0x010F, 2, 7, 110_u32.to_le_bytes());
    entry(&mut tiff, 0x0112, 3, 1, [orientation, 0, 0, 0]);
    entry(&mut tiff, 0x8769, 4, 1, 62_u32.to_le_bytes());
    entry(&mut tiff, 0x8825, 4, 1, 80_u32.to_le_bytes());
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 62);
    tiff.extend(1_u16.to_le_bytes());
    entry(&mut tiff, 0x9003, 2, 20, 118_u32.to_le_bytes());
    tiff.extend([0; 4]);
    tiff.extend(2_u16.to_le_bytes());
    entry(&mut tiff, 0x0001, 2, 2, *b"N\0\0\0");
    entry(&mut tiff, 0x0002, 5, 1, 138_u32.to_le_bytes());
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 110);
    tiff.extend(b"HUAWEI\0\0");
    tiff.extend(b"2026:10:18 09:30:00\0");
    tiff.extend(31_u32.to_le_bytes());
    tiff.extend(1_u32.to_le_bytes());
    tiff
}

/// A photo with metadata in front and a hidden film behind.
pub(crate) fn photo(orientation: u8) -> Vec<u8> {
    let plain = jpeg(800, 600);
    let mut body = b"Exif\0\0".to_vec();
    body.extend(exif(orientation));
    let mut out = plain[..2].to_vec();
    out.extend([0xFF, 0xE1]);
    out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    out.extend(&body);
    out.extend(b"\xFF\xFE\0\x0dgeo:31.2304");
    out.extend(&plain[2..]);
    out.extend(b"....ftypmp42 hidden film HUAWEI geo:31.2304");
    out
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|w| w == text)
}

fn tag(bytes: &[u8], tag: exif::Tag) -> Option<String> {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    exif.get_field(tag, exif::In::PRIMARY)
        .map(|f| f.display_value().to_string())
}

#[test]
fn a_photo_loses_the_place_and_keeps_picture_day_and_uprightness() {
    let raw = photo(6);
    assert!(
        tag(&raw, exif::Tag::GPSLatitude).is_some(),
        "the made photo tells the place"
    );
    let ready = Ready::of("C:\\照片\\慰问.jpg", &raw, false).unwrap();
    assert_eq!(ready.name(), "慰问.jpg");
    assert_eq!(ready.taken_on().unwrap().to_string(), "2026-10-18");
    for secret in [&b"HUAWEI"[..], b"31.2304", b"hidden film", b"2026:10:18"] {
        assert!(!holds(&ready.bytes, secret), "{}", String::from_utf8_lossy(secret));
    }
    assert_eq!(tag(&ready.bytes, exif::Tag::GPSLatitude), None);
    assert!(
        tag(&ready.bytes, exif::Tag::Orientation).is_some(),
        "viewers still turn it"
    );
    let shape = ready.picture.as_ref().unwrap();
    assert_eq!(shape.size, (600, 800), "as it is looked at");
    let before = image::load_from_memory(&raw).unwrap();
    let after = image::load_from_memory(&ready.bytes).unwrap();
    assert_eq!(
        before.to_rgb8(),
        after.to_rgb8(),
        "not one point of the picture changed"
    );
}

#[test]
fn the_place_is_kept_on_request() {
    let raw = photo(1);
    let ready = Ready::of("a.jpg", &raw, true).unwrap();
    assert_eq!(&ready.bytes[..], &raw[..]);
}

#[test]
fn a_thumbnail_is_small_and_upright() {
    // Orientation 6: turn right by a quarter, so that the dark left half comes on top.
    let ready = Ready::of("a.jpg", &photo(6), false).unwrap();
    let thumb = image::load_from_memory(&ready.picture.unwrap().thumb)
        .unwrap()
        .to_rgb8();
    assert_eq!((thumb.width(), thumb.height()), (360, THUMB));
    assert!(thumb.get_pixel(180, 20)[0] < 60, "dark above");
    assert!(thumb.get_pixel(180, 460)[0] > 160, "light below");
}

#[test]
fn png_and_webp_lose_their_texts() {
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let mut out = Cursor::new(Vec::new());
        RgbImage::from_pixel(40, 30, Rgb([9, 99, 199]))
            .write_to(&mut out, format)
            .unwrap();
        let mut raw = out.into_inner();
        if format == ImageFormat::Png {
            let end = raw.len() - 12;
            let mut chunk = b"tEXtComment\0geo:31".to_vec();
            let mut framed = 14_u32.to_be_bytes().to_vec();
            framed.append(&mut chunk);
            // A wrong checksum: readers pass over chunks of text that they cannot check.
            framed.extend([0; 4]);
            raw.splice(end..end, framed);
        }
        raw.extend(b"geo:31 behind");
        let ready = Ready::of("a", &raw, false).unwrap();
        assert!(!holds(&ready.bytes, b"geo:31"), "{format:?}");
        let after = image::load_from_memory(&ready.bytes).unwrap().to_rgb8();
        assert_eq!(after.get_pixel(3, 3), &Rgb([9, 99, 199]));
    }
}

/// A PNG that says it is this large, of almost no bytes.
pub(crate) fn bomb(side: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    RgbImage::new(1, 1).write_to(&mut out, ImageFormat::Png).unwrap();
    let mut raw = out.into_inner();
    raw[16..20].copy_from_slice(&side.to_be_bytes());
    raw[20..24].copy_from_slice(&side.to_be_bytes());
    let crc = crc32(&raw[12..29]);
    raw[29..33].copy_from_slice(&crc.to_be_bytes());
    raw
}

/// PNG's checksum.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 }
        })
    })
}

#[test]
fn bombs_and_halves_are_refused() {
    let unfit = |bytes: &[u8]| Ready::of("a", bytes, false).map(drop);
    assert_eq!(unfit(&bomb(40_000)), Err(Unfit::Bomb), "sides too long");
    assert_eq!(unfit(&bomb(15_000)), Err(Unfit::Bomb), "too many points");
    assert_eq!(unfit(&bomb(200)), Err(Unfit::Damaged), "says more than it holds");
    let raw = photo(1);
    assert_eq!(unfit(&raw[..raw.len() / 2]), Err(Unfit::Damaged), "a photo cut off");
    assert_eq!(unfit(&raw[..3]), Err(Unfit::Damaged));
    for cut in 3..400 {
        assert!(unfit(&raw[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn noise_is_refused_and_never_panics() {
    use proptest::prelude::*;
    proptest!(|(head in 0_usize..4, tail in proptest::collection::vec(any::<u8>(), 0..600))| {
        let heads: [&[u8]; 4] = [b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBP", b"PK\x03\x04"];
        let mut bytes = heads[head].to_vec();
        bytes.extend(tail);
        prop_assert!(Ready::of("a", &bytes, false).is_err());
    });
}
