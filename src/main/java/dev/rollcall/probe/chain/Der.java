package dev.rollcall.probe.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads DER (ITU-T X.690 §10), one level at a time, never beyond the end of the bytes. */
final class Der {
  static final int OCTETS = 0x04;
  static final int SEQUENCE = 0x30;
  private static final int LONG_LENGTH = 0x80;
  private static final int LONG_TAG = 0x1f;
  private static final int MOST_OCTETS = 3;

  private Der() {}

  /** One element: its tag, of one byte here, and its content. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Element(int tag, byte[] content) {
    /** The elements in its content. */
    List<Element> inside() throws MalformedException {
      return elements(content);
    }
  }

  /** The bytes are not DER with one-byte tags. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** The sequence of elements. */
  static List<Element> elements(byte[] bytes) throws MalformedException {
    List<Element> found = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      if (at + 1 >= bytes.length || (bytes[at] & LONG_TAG) == LONG_TAG) {
        throw new MalformedException("no element at " + at);
      }
      int tag = bytes[at] & 0xff;
      int length = bytes[at + 1] & 0xff;
      at += 2;
      if (length >= LONG_LENGTH) {
        int octets = length - LONG_LENGTH;
        if (octets == 0 || octets > MOST_OCTETS || at + octets > bytes.length) {
          throw new MalformedException("no length at " + at);
        }
        length = 0;
        for (int i = 0; i < octets; i++) {
          length = length << 8 | (bytes[at++] & 0xff);
        }
      }
      if (length > bytes.length - at) {
        throw new MalformedException("an element ends beyond its bytes");
      }
      found.add(new Element(tag, Arrays.copyOfRange(bytes, at, at + length)));
      at += length;
    }
    return found;
  }

  /** The bytes as exactly one element. */
  static Element only(byte[] bytes, int tag) throws MalformedException {
    List<Element> all = elements(bytes);
    if (all.size() != 1 || all.get(0).tag() != tag) {
      throw new MalformedException("not one element of the tag " + tag);
    }
    return all.get(0);
  }

  /** The same content with another tag. */
  static byte[] wrap(int tag, byte[] content) {
    byte[] length =
        content.length < LONG_LENGTH
            ? new byte[] {(byte) content.length}
            : new byte[] {
              (byte) (LONG_LENGTH + MOST_OCTETS),
              (byte) (content.length >> 16),
              (byte) (content.length >> 8),
              (byte) content.length
            };
    byte[] whole = new byte[1 + length.length + content.length];
    whole[0] = (byte) tag;
    System.arraycopy(length, 0, whole, 1, length.length);
    System.arraycopy(content, 0, whole, 1 + length.length, content.length);
    return whole;
  }
}
