package dev.rollcall.cli.output;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What went wrong while a run was reported or stored, a sentence each. A failure stops none of the
 * other uses; the gravest decides the exit code.
 */
public final class Failures {
  private final List<String> sentences = new ArrayList<>();
  private boolean defect;

  /** A problem that the user can fix, such as a file that cannot be written. */
  public void add(String sentence) {
    sentences.add(sentence);
  }

  public void addAll(Failures others) {
    sentences.addAll(others.sentences);
    defect |= others.defect;
  }

  /** A defect of Rollcall that is not of a single rule. */
  public void defect(String during, Throwable thrown) {
    defect = true;
    sentences.add(
        Fault.internal(Phase.EXCHANGE, during, thrown).evidence() + "; please report this");
  }

  /**
   * Computes a value; a defect in that is recorded as a failure.
   *
   * @return empty after a defect
   */
  public <T> Optional<T> contain(String during, Supplier<Optional<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      defect(during, e);
      return Optional.empty();
    }
  }

  /** Whether all that was printed there was written; adds a failure if not. */
  public boolean printed(PrintStream to) {
    boolean whole = !to.checkError();
    if (!whole) {
      add("the report could not be printed: the output is closed or full");
    }
    return whole;
  }

  public boolean isEmpty() {
    return sentences.isEmpty();
  }

  public List<String> sentences() {
    return List.copyOf(sentences);
  }

  public void print(PrintStream err) {
    sentences.forEach(err::println);
  }

  /** The exit code; {@link ExitCode#READY} if nothing went wrong. */
  public int code() {
    return defect ? ExitCode.INTERNAL : sentences.isEmpty() ? ExitCode.READY : ExitCode.UNWRITABLE;
  }
}
