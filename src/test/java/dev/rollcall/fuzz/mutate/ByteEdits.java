package dev.rollcall.fuzz.mutate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes of bytes and of binary numbers; none changes its argument. */
public final class ByteEdits {
  /** Where parsers of 8, 16, 32 and 64 bits turn. */
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    -1,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0xffffff,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1
  };

  private final SplittableRandom random;

  ByteEdits(SplittableRandom random) {
    this.random = random;
  }

  byte[] flip(byte[] input) {
    byte[] out = input.clone();
    if (out.length > 0) {
      out[at(out)] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  /** One byte, or a run of them, by a telling value or by chance. */
  byte[] overwrite(byte[] input) {
    byte[] out = input.clone();
    if (out.length > 0) {
      int from = at(out);
      int count = random.nextInt(4) == 0 ? small(out.length - from) : 1;
      byte value =
          (byte)
              (random.nextBoolean()
                  ? NUMBERS[random.nextInt(NUMBERS.length)]
                  : random.nextInt(256));
      Arrays.fill(out, from, Math.min(out.length, from + count), value);
    }
    return out;
  }

  /** A number that stands there, a little larger or smaller. */
  byte[] nudge(byte[] input) {
    int width = 1 << random.nextInt(4);
    if (input.length < width) {
      return flip(input);
    }
    byte[] out = input.clone();
    int at = random.nextInt(out.length - width + 1);
    boolean little = random.nextBoolean();
    long delta = random.nextInt(1, 36) * (random.nextBoolean() ? 1L : -1L);
    write(out, at, width, little, read(out, at, width, little) + delta);
    return out;
  }

  /** A number at a boundary. */
  byte[] number(byte[] input) {
    int width = 1 << random.nextInt(4);
    if (input.length < width) {
      return extend(input);
    }
    byte[] out = input.clone();
    int at = random.nextInt(out.length - width + 1);
    write(out, at, width, random.nextBoolean(), NUMBERS[random.nextInt(NUMBERS.length)]);
    return out;
  }

  /** A number that says how much follows, how much there is, or far more. */
  byte[] length(byte[] input) {
    int width = 1 + random.nextInt(4);
    if (input.length < width) {
      return extend(input);
    }
    byte[] out = input.clone();
    int at = random.nextInt(out.length - width + 1);
    int left = out.length - at - width;
    long value =
        switch (random.nextInt(8)) {
          case 0 -> left;
          case 1 -> left + 1L;
          case 2 -> left - 1L;
          case 3 -> out.length;
          case 4 -> 0;
          case 5 -> random.nextInt(Math.max(1, 2 * out.length));
          case 6 -> (1L << (8 * width)) - 1;
          default -> 1L << (8 * width - 1);
        };
    write(out, at, width, random.nextBoolean(), value);
    return out;
  }

  byte[] delete(byte[] input) {
    if (input.length == 0) {
      return input;
    }
    int from = at(input);
    return joined(input, from, new byte[0], from + small(input.length - from));
  }

  /** Some bytes again, once or so often that little else fits. */
  byte[] repeat(byte[] input, int largest) {
    if (input.length == 0) {
      return input;
    }
    int from = at(input);
    byte[] part = Arrays.copyOfRange(input, from, from + small(input.length - from));
    int room = Math.max(1, (largest - input.length) / part.length);
    int times = random.nextInt(8) == 0 ? room : Math.min(room, 1 + random.nextInt(16));
    byte[] many = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, many, i * part.length, part.length);
    }
    return joined(input, from, many, from);
  }

  byte[] insert(byte[] input) {
    byte[] more = new byte[1 + random.nextInt(random.nextInt(16) == 0 ? 2000 : 16)];
    if (random.nextBoolean()) {
      Arrays.fill(more, (byte) random.nextInt(256));
    } else {
      random.nextBytes(more);
    }
    int at = random.nextInt(input.length + 1);
    return joined(input, at, more, at);
  }

  /** Some bytes in the place of others. */
  byte[] copyOver(byte[] input) {
    byte[] out = input.clone();
    if (out.length > 1) {
      int from = at(out);
      int to = at(out);
      System.arraycopy(input, from, out, to, small(out.length - Math.max(from, to)));
    }
    return out;
  }

  /** A part of another input, anywhere. */
  byte[] splice(byte[] input, byte[] other) {
    if (other.length == 0) {
      return input;
    }
    int from = at(other);
    return put(input, Arrays.copyOfRange(other, from, from + small(other.length - from)));
  }

  /** The beginning of one and the end of another. */
  byte[] cross(byte[] input, byte[] other) {
    int from = random.nextInt(other.length + 1);
    byte[] end = Arrays.copyOfRange(other, from, other.length);
    return joined(input, random.nextInt(input.length + 1), end, input.length);
  }

  byte[] truncate(byte[] input) {
    return Arrays.copyOf(input, random.nextInt(input.length + 1));
  }

  byte[] extend(byte[] input) {
    byte[] more = new byte[1 + random.nextInt(64)];
    if (random.nextBoolean()) {
      random.nextBytes(more);
    }
    return joined(input, input.length, more, input.length);
  }

  /** A word anywhere, between what is there or over it. */
  byte[] put(byte[] input, byte[] word) {
    int at = random.nextInt(input.length + 1);
    int resume = random.nextBoolean() ? at : Math.min(input.length, at + word.length);
    return joined(input, at, word, resume);
  }

  private int at(byte[] input) {
    return random.nextInt(input.length);
  }

  /** From 1 to the most, mostly little. */
  private int small(int most) {
    return 1 + random.nextInt(Math.max(1, random.nextInt(4) == 0 ? most : Math.min(most, 16)));
  }

  public static byte[] joined(byte[] input, int end, byte[] middle, int resume) {
    byte[] out = new byte[end + middle.length + input.length - resume];
    System.arraycopy(input, 0, out, 0, end);
    System.arraycopy(middle, 0, out, end, middle.length);
    System.arraycopy(input, resume, out, end + middle.length, input.length - resume);
    return out;
  }

  private static long read(byte[] from, int at, int width, boolean little) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | (from[little ? at + width - 1 - i : at + i] & 0xff);
    }
    return value;
  }

  private static void write(byte[] to, int at, int width, boolean little, long value) {
    for (int i = 0; i < width; i++) {
      to[little ? at + i : at + width - 1 - i] = (byte) (value >> (8 * i));
    }
  }
}
