package dev.rollcall.probe.ber;

/**
 * Bounds how many elements a peer makes a BER reader create (X.690 §8.1): two bytes of a message
 * become an object of twenty times that size.
 */
public final class BerElements {
  private static final int LONG_FORM = 0x80;

  /** The most elements that are read of one; servers and clients send some ten. */
  public static final int MOST = 1000;

  private BerElements() {}

  /**
   * Whether there are more than {@link #MOST} elements in a row. Counting stops at invalid BER,
   * which the reader rejects.
   *
   * @param value the content of a constructed element
   */
  public static boolean exceed(byte[] value) {
    return exceed(value, MOST);
  }

  static boolean exceed(byte[] value, int most) {
    int count = 0;
    for (int at = 0; at < value.length; count++) {
      if (count == most) {
        return true;
      }
      long next = next(value, at);
      if (next > value.length) {
        return false;
      }
      at = (int) next;
    }
    return false;
  }

  /** The end of the element that starts there; beyond the value if it is too long. */
  private static long next(byte[] value, int at) {
    long beyond = Long.MAX_VALUE;
    if (at + 1 >= value.length) {
      return beyond;
    }
    int length = value[at + 1] & 0xff;
    if (length < LONG_FORM) {
      return at + 2L + length;
    }
    int octets = length - LONG_FORM;
    if (octets > 4 || at + 2 + octets > value.length) {
      return beyond;
    }
    long size = 0;
    for (int i = 0; i < octets; i++) {
      size = size << 8 | (value[at + 2 + i] & 0xff);
    }
    return at + 2L + octets + size;
  }
}
