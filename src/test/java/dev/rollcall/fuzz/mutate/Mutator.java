package dev.rollcall.fuzz.mutate;

import dev.rollcall.fuzz.target.FuzzTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes inputs: bytes, numbers, lengths, text, nesting, and parts of one input put into another.
 * The same seed gives the same inputs in the same order, on every Java.
 */
public final class Mutator {
  /** How many inputs beside the target's seeds are kept to be changed further. */
  private static final int KEPT = 256;

  private final FuzzTarget target;
  private final SplittableRandom random;
  private final ByteEdits bytes;
  private final TextEdits text;
  private final NestEdits nest;
  private final DerEdits der;
  private final boolean textual;
  private final List<byte[]> corpus;

  public Mutator(FuzzTarget target, long seed) {
    this.target = target;
    this.random = new SplittableRandom(seed);
    this.bytes = new ByteEdits(random);
    this.text = new TextEdits(random, target.tokens());
    this.nest = new NestEdits(random, target.largest());
    this.der = new DerEdits(random, text, bytes, target.largest());
    this.textual = target.seeds().stream().allMatch(Mutator::isText);
    this.corpus = new ArrayList<>(target.seeds());
  }

  /** The next input, no longer than the target's longest. */
  public byte[] next() {
    byte[] input = pick();
    // One mostly, and each further one half as often: many at once are mere noise.
    int edits = 1 + Math.min(8, Integer.numberOfTrailingZeros(random.nextInt()));
    for (int i = 0; i < edits; i++) {
      input = textual && random.nextBoolean() ? rewrite(input) : edit(input);
    }
    byte[] cut = input.length > target.largest() ? Arrays.copyOf(input, target.largest()) : input;
    return random.nextInt(4) == 0 ? cut : target.repair().apply(cut);
  }

  private static boolean isText(byte[] seed) {
    for (byte sign : seed) {
      if (sign >= 0 && sign < ' ' && sign != '\n' && sign != '\r' && sign != '\t') {
        return false;
      }
    }
    return true;
  }

  private byte[] rewrite(byte[] input) {
    return switch (random.nextInt(6)) {
      case 0 -> text.line(input);
      case 1 -> bytes.put(input, text.token());
      case 2, 3 -> text.value(input);
      default -> text.number(input);
    };
  }

  /** Keeps an input that was answered as none was before. */
  public void keep(byte[] input) {
    int seeds = target.seeds().size();
    if (corpus.size() < seeds + KEPT) {
      corpus.add(input);
    } else {
      corpus.set(seeds + random.nextInt(KEPT), input);
    }
  }

  private byte[] pick() {
    // A seed half of the time: what is kept has often lost its way.
    int among = random.nextBoolean() ? target.seeds().size() : corpus.size();
    return corpus.get(random.nextInt(among));
  }

  private byte[] edit(byte[] input) {
    return switch (random.nextInt(23)) {
      case 0 -> bytes.flip(input);
      case 1, 2 -> bytes.overwrite(input);
      case 3 -> bytes.nudge(input);
      case 4, 5 -> bytes.number(input);
      case 6, 7 -> bytes.length(input);
      case 8 -> bytes.delete(input);
      case 9 -> bytes.repeat(input, target.largest());
      case 10 -> bytes.insert(input);
      case 11 -> bytes.copyOver(input);
      case 12 -> bytes.splice(input, pick());
      case 13 -> bytes.cross(input, pick());
      case 14 -> random.nextBoolean() ? bytes.truncate(input) : bytes.extend(input);
      case 15, 16 -> text.number(input);
      case 17 -> text.line(input);
      case 18 -> bytes.put(input, text.token());
      case 19, 20, 21 -> der.any(input, pick());
      default -> nest.any(input);
    };
  }
}
