//! Definitions of a FIT file whose fields have a size that does not fit their type, made such that the decoder takes them in silence.
//!
//! *Why?* The decoder reads such a field as bytes, which is right, and writes a line about each to standard error, where they hide what an
//! import has to say. A file of some makers has hundreds.

/// The type of a field of which nothing more is known.
const BYTE: u8 = 0x0D;

/// A definition with each field of a size that is no multiple of its type's read as bytes; `None` where there is none, and of other messages.
pub(super) fn mended(message: &[u8]) -> Option<Vec<u8>> {
    let [head, _, _, _, _, count, fields @ ..] = message else {
        return None;
    };
    let is_definition = head & 0b1100_0000 == 0b0100_0000;
    let length = usize::from(*count).checked_mul(3)?;
    let fields = fields.get(..length).filter(|_| is_definition)?;
    let fits = |field: &[u8]| match field {
        [_, size, kind] => size.is_multiple_of(size_of(*kind)),
        _ => true,
    };
    if fields.chunks(3).all(fits) {
        return None;
    }
    let mut mended = message.get(..length.checked_add(6)?)?.to_vec();
    for field in mended.get_mut(6..)?.chunks_mut(3) {
        if !fits(field)
            && let [_, _, kind] = field
        {
            *kind = BYTE;
        }
    }
    // The fields of an app on the watch have no types here.
    if head & 0b0010_0000 != 0 {
        let count = message.get(mended.len())?;
        let length = usize::from(*count).checked_mul(3)?.checked_add(1)?;
        let of_apps = message.get(mended.len()..mended.len().checked_add(length)?)?;
        mended.extend_from_slice(of_apps);
    }
    Some(mended)
}

/// How many bytes one value of a type has.
const fn size_of(kind: u8) -> u8 {
    match kind & 0x9F {
        0x83 | 0x84 | 0x8B => 2,
        0x85 | 0x86 | 0x88 | 0x8C => 4,
        0x89 | 0x8E | 0x8F | 0x90 => 8,
        _ => 1,
    }
}

/// Whether the two bytes behind these are their checksum.
pub(super) fn matches_checksum(bytes: &[u8], checksum: &[u8]) -> bool {
    let found = bytes.iter().fold(0_u16, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| {
            let shifted = sum >> 1;
            if sum & 1 == 1 {
                shifted ^ 0xA001
            } else {
                shifted
            }
        })
    });
    checksum == found.to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::{matches_checksum, mended};

    #[test]
    fn only_a_size_that_does_not_fit_is_read_as_bytes() {
        // A definition of two fields: four bytes of a 32-bit number, three of a 16-bit one.
        let misfit = [0x40, 0, 0, 20, 0, 2, 253, 4, 0x86, 5, 3, 0x84, 0xFF];
        let expected = [0x40, 0, 0, 20, 0, 2, 253, 4, 0x86, 5, 3, 0x0D];
        assert_eq!(mended(&misfit).as_deref(), Some(expected.as_slice()));
        let of_app = [0x60, 0, 0, 20, 0, 1, 5, 3, 0x84, 1, 0, 4, 0, 9];
        let expected = [0x60, 0, 0, 20, 0, 1, 5, 3, 0x0D, 1, 0, 4, 0];
        assert_eq!(mended(&of_app).as_deref(), Some(expected.as_slice()));
        for sound in [
            &[0x40, 0, 0, 20, 0, 1, 253, 4, 0x86][..],
            &[0x00, 0, 0, 20, 0, 1, 5, 3, 0x84],
            &[0x40, 0, 0],
            &[0x40, 0, 0, 20, 0, 9, 5, 3, 0x84],
        ] {
            assert_eq!(mended(sound), None);
        }
    }

    #[test]
    fn the_checksum_is_that_of_the_format() {
        assert!(matches_checksum(b"123456789", &[0x3D, 0xBB]));
        assert!(!matches_checksum(b"123456789", &[0xBB, 0x3D]));
    }
}
