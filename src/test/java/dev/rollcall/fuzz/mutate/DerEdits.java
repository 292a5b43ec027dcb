package dev.rollcall.fuzz.mutate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes of one element in a structure of ASN.1 elements (ITU-T X.690), after which the lengths
 * around it are right again: so a change gets past the first check, to what reads the content.
 */
final class DerEdits {
  private static final int CONSTRUCTED = 0x20;
  private static final int INTEGER = 2;
  private static final int DEEPEST = 32;

  /** SEQUENCE, SET, and the tags of AND, OR and NOT in filters (RFC 4511 §4.5.1). */
  private static final int[] TAGS = {0x30, 0x31, 0xa0, 0xa1, 0xa2};

  private final SplittableRandom random;
  private final TextEdits text;
  private final ByteEdits bytes;
  private final int largest;

  DerEdits(SplittableRandom random, TextEdits text, ByteEdits bytes, int largest) {
    this.random = random;
    this.text = text;
    this.bytes = bytes;
    this.largest = Math.min(largest, 0xffff);
  }

  /**
   * One element.
   *
   * @param start where its tag is
   * @param content where its content begins
   */
  private record Element(int start, int content, int end) {}

  /** Changes an element; the input as it is, if there is none. */
  byte[] any(byte[] input, byte[] other) {
    // A message over TCP has its length before it.
    int first = random.nextInt(4) == 0 ? 4 : 0;
    List<List<Element>> paths = paths(input, first);
    if (paths.isEmpty()) {
      paths = paths(input, 4);
    }
    if (paths.isEmpty()) {
      return input;
    }
    List<Element> path = paths.get(random.nextInt(paths.size()));
    Element last = path.get(path.size() - 1);
    byte[] whole = Arrays.copyOfRange(input, last.start(), last.end());
    byte[] content = Arrays.copyOfRange(input, last.content(), last.end());
    boolean leaf = (whole[0] & CONSTRUCTED) == 0;
    byte[] changed =
        switch (random.nextInt(leaf ? 18 : 13)) {
          case 0 -> new byte[0];
          case 1 -> ByteEdits.joined(whole, whole.length, whole, whole.length);
          case 2 -> element(input, paths);
          case 3 -> {
            List<List<Element>> theirs = paths(other, 0);
            yield theirs.isEmpty() ? whole : element(other, theirs);
          }
          case 4 -> encoded(whole[0], new byte[0]);
          case 5 -> encoded((byte) random.nextInt(256), content);
          case 6 -> encoded(whole[0], bytes.overwrite(content));
          case 7 -> encoded(whole[0], bytes.number(content));
          case 8, 13, 14, 15 -> encoded(whole[0], text.token());
          case 9 -> encoded(whole[0], text.value(content));
          case 10, 16 -> encoded(whole[0], text.number(content));
          case 11 -> nested(whole, largest - input.length);
          default -> encoded(whole[0], whole[0] == INTEGER ? integer() : text.anyNumber());
        };
    return replaced(input, path, changed);
  }

  /** An element within elements, a few or thousands. */
  private byte[] nested(byte[] whole, int room) {
    byte tag = (byte) TAGS[random.nextInt(TAGS.length)];
    int most = Math.max(1, room / 4);
    int times = random.nextBoolean() ? most : Math.min(most, 1 + random.nextInt(80));
    int size = whole.length;
    ByteBuffer out = ByteBuffer.allocate(size + 4 * times).position(4 * times);
    out.put(whole);
    for (int i = times - 1; i >= 0; i--) {
      out.put(4 * i, tag).put(4 * i + 1, (byte) 0x82).putShort(4 * i + 2, (short) size);
      size += 4;
    }
    return out.array();
  }

  private byte[] element(byte[] from, List<List<Element>> paths) {
    List<Element> path = paths.get(random.nextInt(paths.size()));
    Element one = path.get(path.size() - 1);
    return Arrays.copyOfRange(from, one.start(), one.end());
  }

  private byte[] integer() {
    byte[] number = new byte[1 + random.nextInt(9)];
    Arrays.fill(number, (byte) (random.nextBoolean() ? 0xff : 0));
    number[0] = (byte) (random.nextBoolean() ? 0x7f : 0x80);
    return number;
  }

  /** Every element, with those around it before it. */
  private static List<List<Element>> paths(byte[] input, int from) {
    List<List<Element>> paths = new ArrayList<>();
    walk(input, from, input.length, List.of(), paths);
    return paths;
  }

  private static void walk(
      byte[] input, int from, int end, List<Element> around, List<List<Element>> paths) {
    int at = from;
    while (at + 2 <= end && paths.size() < 500 && around.size() < DEEPEST) {
      int length = input[at + 1] & 0xff;
      int content = at + 2;
      if (length >= 0x80) {
        int octets = length - 0x80;
        if (octets < 1 || octets > 4 || content + octets > end) {
          return;
        }
        length = 0;
        for (int i = 0; i < octets; i++) {
          length = (length << 8) | (input[content++] & 0xff);
        }
      }
      if (length < 0 || length > end - content) {
        return;
      }
      List<Element> path = new ArrayList<>(around);
      path.add(new Element(at, content, content + length));
      paths.add(path);
      if ((input[at] & CONSTRUCTED) != 0) {
        walk(input, content, content + length, path, paths);
      }
      at = content + length;
    }
  }

  private static byte[] replaced(byte[] input, List<Element> path, byte[] changed) {
    byte[] inner = changed;
    for (int i = path.size() - 1; i > 0; i--) {
      Element child = path.get(i);
      Element parent = path.get(i - 1);
      byte[] content = Arrays.copyOfRange(input, parent.content(), parent.end());
      byte[] joined =
          ByteEdits.joined(
              content, child.start() - parent.content(), inner, child.end() - parent.content());
      inner = encoded(input[parent.start()], joined);
    }
    return ByteEdits.joined(input, path.get(0).start(), inner, path.get(0).end());
  }

  private static byte[] encoded(byte tag, byte[] content) {
    int size = content.length;
    byte[] head =
        size < 0x80
            ? new byte[] {tag, (byte) size}
            : size < 0x10000
                ? new byte[] {tag, (byte) 0x82, (byte) (size >> 8), (byte) size}
                : new byte[] {
                  tag, (byte) 0x83, (byte) (size >> 16), (byte) (size >> 8), (byte) size
                };
    return ByteEdits.joined(head, head.length, content, head.length);
  }
}
