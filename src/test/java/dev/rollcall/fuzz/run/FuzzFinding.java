package dev.rollcall.fuzz.run;

import dev.rollcall.fuzz.target.FuzzTarget;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Something that a parser must not do with any input.
 *
 * @param what in a sentence
 * @param key tells two findings of one target apart
 * @param trace where, as a stack trace
 * @param number which input it was, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FuzzFinding(
    FuzzTarget target, String what, String key, String trace, byte[] input, long number) {
  private static final int SHOWN = 200;

  static FuzzFinding of(FuzzTarget target, Throwable thrown, byte[] input, long number) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    String text = trace.toString();
    return new FuzzFinding(
        target,
        "threw " + thrown,
        key(thrown),
        text.substring(0, Math.min(text.length(), 20_000)),
        input,
        number);
  }

  static FuzzFinding allocated(FuzzTarget target, long bytes, byte[] input, long number) {
    return new FuzzFinding(
        target,
        "allocated " + bytes + " bytes, where " + target.allocation() + " are allowed",
        "allocation",
        "",
        input,
        number);
  }

  static FuzzFinding hung(FuzzTarget target, StackTraceElement[] stack, byte[] input, long number) {
    return new FuzzFinding(
        target,
        "did not come to an end",
        "hang",
        String.join("\n  ", Arrays.stream(stack).map(StackTraceElement::toString).toList()),
        input,
        number);
  }

  /** The type, and where it came from: in our code, and in a library below it. */
  static String key(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    StackTraceElement[] trace = root.getStackTrace();
    String first = trace.length == 0 ? "" : place(trace[0]);
    String own =
        Arrays.stream(trace)
            .filter(frame -> frame.getClassName().startsWith("dev.rollcall."))
            .filter(frame -> !frame.getClassName().startsWith("dev.rollcall.fuzz."))
            .findFirst()
            .map(FuzzFinding::place)
            .orElse("");
    // The depth at which a stack ends is chance.
    return root instanceof StackOverflowError
        ? root.getClass().getName() + " " + own
        : root.getClass().getName() + " " + first + " " + own;
  }

  private static String place(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
  }

  FuzzFinding with(byte[] smaller) {
    return new FuzzFinding(target, what, key, trace, smaller, number);
  }

  /** For a person: what, with which seed, and the first bytes. */
  public String report(long seed) {
    byte[] some = Arrays.copyOf(input, Math.min(SHOWN, input.length));
    return target
        + " "
        + what
        + "\nseed "
        + seed
        + ", input "
        + number
        + ", "
        + input.length
        + " bytes: "
        + HexFormat.of().formatHex(some)
        + "\n"
        + trace;
  }
}
