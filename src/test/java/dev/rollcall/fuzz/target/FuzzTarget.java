package dev.rollcall.fuzz.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One parser of hostile input: valid messages to begin with, and what it may do with others.
 *
 * <p>Everything has a default that fits a small codec: it may throw an {@link IOException} and what
 * {@link #mayThrow} adds, and allocate {@link #ALLOCATION} bytes an input.
 */
public final class FuzzTarget {
  /** The allocation bound of a target that names none, in bytes. */
  static final long ALLOCATION = 8L << 20;

  private static final int INPUTS = 4000;
  private static final int LARGEST = 4096;

  private final String name;
  private final Body body;
  private final List<byte[]> seeds = new ArrayList<>();
  private final List<byte[]> tokens = new ArrayList<>();
  private final List<Class<? extends Throwable>> expected = new ArrayList<>();
  private final List<Class<?>> covers = new ArrayList<>();
  private UnaryOperator<byte[]> repair = UnaryOperator.identity();
  private long allocation = ALLOCATION;
  private int inputs = INPUTS;
  private int largest = LARGEST;

  private FuzzTarget(String name, Body body) {
    this.name = name;
    this.body = body;
    expected.add(IOException.class);
  }

  /** What is fuzzed. */
  @FunctionalInterface
  public interface Body {
    /**
     * Takes one input. An exception that the target does not expect is a finding, and so is every
     * error.
     *
     * @return what came of it, if that tells one path through the parser from another; may be null.
     *     Inputs with a new result are changed further.
     */
    Object take(byte[] input) throws Exception;
  }

  /**
   * A target without seeds yet.
   *
   * @param name dotted, led by the package: {@code smb.negotiate}
   */
  public static FuzzTarget of(String name, Body body) {
    return new FuzzTarget(name, body);
  }

  /** Valid inputs; at least one. */
  public FuzzTarget seed(byte[]... valid) {
    seeds.addAll(List.of(valid));
    return this;
  }

  /** Valid inputs as text. */
  public FuzzTarget seed(String... valid) {
    for (String text : valid) {
      seeds.add(bytes(text));
    }
    return this;
  }

  /** Words that the parser looks for, to be put anywhere. */
  public FuzzTarget tokens(String... words) {
    for (String word : words) {
      tokens.add(bytes(word));
    }
    return this;
  }

  /** Exceptions that are the parser's answer to bad input. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final FuzzTarget mayThrow(Class<? extends Throwable>... types) {
    expected.addAll(List.of(types));
    return this;
  }

  /** The most bytes that one input may make the parser allocate. */
  public FuzzTarget mayAllocate(long bytes) {
    allocation = bytes;
    return this;
  }

  /** How many inputs the ordinary build gives it: fewer for a slow one. */
  public FuzzTarget inputs(int count) {
    inputs = count;
    return this;
  }

  /** The longest input, in bytes. */
  public FuzzTarget upTo(int bytes) {
    largest = bytes;
    return this;
  }

  /** What makes lengths and checksums right again, which else keep most changes out. */
  public FuzzTarget repairedBy(UnaryOperator<byte[]> how) {
    repair = how;
    return this;
  }

  /** The classes whose reading of input this target is for. */
  public FuzzTarget covers(Class<?>... classes) {
    covers.addAll(List.of(classes));
    return this;
  }

  public String name() {
    return name;
  }

  public Body body() {
    return body;
  }

  public List<byte[]> seeds() {
    return seeds;
  }

  public List<byte[]> tokens() {
    return tokens;
  }

  public List<Class<?>> covers() {
    return covers;
  }

  public UnaryOperator<byte[]> repair() {
    return repair;
  }

  public boolean expects(Throwable thrown) {
    return expected.stream().anyMatch(type -> type.isInstance(thrown));
  }

  public long allocation() {
    return allocation;
  }

  public int inputs() {
    return inputs;
  }

  public int largest() {
    return largest;
  }

  @Override
  public String toString() {
    return name;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
