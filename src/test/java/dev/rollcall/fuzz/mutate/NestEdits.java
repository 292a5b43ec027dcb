package dev.rollcall.fuzz.mutate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Structures within structures: deep brackets, and ASN.1 elements with right and wrong lengths. */
final class NestEdits {
  private static final String[][] BRACKETS = {
    {"[", "]"}, {"{", "}"}, {"(", ")"}, {"{\"a\":", "}"}, {"<a>", "</a>"}, {"(&", ")"}, {"- ", ""}
  };

  /** SEQUENCE, SET, and the constructed context tags that filters and fields have. */
  private static final int[] TAGS = {0x30, 0x31, 0xa0, 0xa1, 0xa2, 0xa3, 0x60, 0x64, 0x7e};

  private final SplittableRandom random;
  private final int largest;

  NestEdits(SplittableRandom random, int largest) {
    this.random = random;
    this.largest = largest;
  }

  byte[] any(byte[] input) {
    return switch (random.nextInt(4)) {
      case 0 -> brackets(input);
      case 1, 2 -> elementLength(input);
      default -> elements(input);
    };
  }

  /** A part of the input within brackets, one pair or thousands. */
  private byte[] brackets(byte[] input) {
    String[] pair = BRACKETS[random.nextInt(BRACKETS.length)];
    int times = depth(pair[0].length() + pair[1].length(), input.length);
    int from = random.nextInt(input.length + 1);
    int end = from + random.nextInt(Math.min(64, input.length - from) + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(pair[0].repeat(times).getBytes(StandardCharsets.US_ASCII));
    out.write(input, from, end - from);
    if (random.nextInt(4) > 0) {
      out.writeBytes(pair[1].repeat(times).getBytes(StandardCharsets.US_ASCII));
    }
    return ByteEdits.joined(input, from, out.toByteArray(), end);
  }

  /** The length of an ASN.1 element, in a form that DER forbids or that lies. */
  private byte[] elementLength(byte[] input) {
    if (input.length < 2) {
      return input;
    }
    int at = random.nextInt(input.length - 1);
    int left = input.length - at - 2;
    byte[] length =
        switch (random.nextInt(7)) {
          case 0 -> new byte[] {(byte) 0x80};
          case 1 -> new byte[] {(byte) 0x84, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
          case 2 -> new byte[] {(byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
          case 3 -> new byte[] {(byte) 0x83, (byte) (left >> 16), (byte) (left >> 8), (byte) left};
          case 4 -> new byte[] {(byte) 0x82, (byte) (left >> 8), (byte) left};
          case 5 -> new byte[] {(byte) Math.min(left, 127)};
          default -> new byte[] {(byte) 0xff};
        };
    return ByteEdits.joined(input, at + 1, length, at + 2);
  }

  /** A part of the input as the inmost of ASN.1 elements, whose lengths are right. */
  private byte[] elements(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int end = from + random.nextInt(Math.min(64, input.length - from) + 1);
    byte tag = (byte) TAGS[random.nextInt(TAGS.length)];
    int times = depth(4, input.length);
    byte[][] heads = new byte[times][];
    int size = end - from;
    for (int i = 0; i < times; i++) {
      heads[i] =
          size < 0x80
              ? new byte[] {tag, (byte) size}
              : new byte[] {tag, (byte) 0x82, (byte) (size >> 8), (byte) size};
      size += heads[i].length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = times - 1; i >= 0; i--) {
      out.writeBytes(heads[i]);
    }
    out.writeBytes(Arrays.copyOfRange(input, from, end));
    return ByteEdits.joined(input, from, out.toByteArray(), end);
  }

  private int depth(int bytes, int used) {
    int room = Math.max(1, (largest - used) / bytes);
    return random.nextInt(3) == 0 ? room : Math.min(room, 1 + random.nextInt(40));
  }
}
