package dev.rollcall.probe.ber;

/**
 * How deep elements of BER (ITU-T X.690 §8.1) stand in each other. Libraries read them by
 * recursion, and a peer decides the depth: it is looked at before they do, and without recursion.
 */
public final class BerNesting {
  /** The deepest that is handed to a library; real messages have about ten levels. */
  public static final int DEEPEST = 64;

  private static final int CONSTRUCTED = 0x20;
  private static final int LONG_TAG = 0x1f;
  private static final int LONG_LENGTH = 0x80;

  private final byte[] bytes;

  /** Where each open element ends; one of indefinite length ends with its parent at the latest. */
  private final int[] ends = new int[DEEPEST + 1];

  private final boolean[] indefinite = new boolean[DEEPEST + 1];
  private int depth;
  private int at;

  private BerNesting(byte[] bytes) {
    this.bytes = bytes;
    ends[0] = bytes.length;
  }

  /**
   * Whether anything stands deeper than {@link #DEEPEST}. Bytes that are no BER end the look: the
   * library refuses them as soon as it comes to them.
   */
  public static boolean tooDeep(byte[] bytes) {
    return new BerNesting(bytes).tooDeep();
  }

  private boolean tooDeep() {
    while (true) {
      while (depth > 0 && at >= ends[depth]) {
        depth--;
      }
      if (at >= ends[depth]) {
        return false;
      }
      boolean constructed = (bytes[at] & CONSTRUCTED) != 0;
      boolean endOfContents = bytes[at] == 0 && at + 1 < bytes.length && bytes[at + 1] == 0;
      int length = header();
      if (constructed) {
        if (depth == DEEPEST) {
          return true;
        }
        int end = length < 0 ? ends[depth] : Math.min(ends[depth], at + length);
        depth++;
        ends[depth] = end;
        indefinite[depth] = length < 0;
      } else if (endOfContents && indefinite[depth]) {
        depth--;
      } else if (length < 0) {
        return false;
      } else {
        at += length;
      }
    }
  }

  /** Passes over tag and length; the length, -1 for an indefinite one, at most what is left. */
  private int header() {
    boolean more = (bytes[at++] & LONG_TAG) == LONG_TAG;
    while (more && at < bytes.length) {
      more = (bytes[at++] & LONG_LENGTH) != 0;
    }
    if (at >= bytes.length) {
      return 0;
    }
    int first = bytes[at++] & 0xff;
    if (first <= LONG_LENGTH) {
      return first == LONG_LENGTH ? -1 : Math.min(first, bytes.length - at);
    }
    long length = 0;
    for (int octet = LONG_LENGTH; octet < first && at < bytes.length; octet++) {
      length = Math.min(Integer.MAX_VALUE, length << 8 | (bytes[at++] & 0xff));
    }
    return (int) Math.min(length, bytes.length - at);
  }
}
