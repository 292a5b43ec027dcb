package dev.rollcall.cli.output;

import dev.rollcall.model.Fault;
import dev.rollcall.model.Phase;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What went wrong with what was made of a run, a sentence each. One failure keeps none of the other
 * uses from being made; the gravest decides the exit code.
 */
public final class Failures {
  private final List<String> sentences = new ArrayList<>();
  private boolean defect;

  /** Something that this host or its user can change: a file that cannot be written. */
  public void add(String sentence) {
    sentences.add(sentence);
  }

  public void addAll(Failures others) {
    sentences.addAll(others.sentences);
    defect |= others.defect;
  }

  /** A defect of Rollcall's own that is no single rule's. */
  void defect(String during, Throwable thrown) {
    defect = true;
    sentences.add(
        Fault.internal(Phase.EXCHANGE, during, thrown).evidence() + "; please report this");
  }

  /**
   * Makes something; a defect in it is one more failure.
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

  public boolean isEmpty() {
    return sentences.isEmpty();
  }

  public List<String> sentences() {
    return List.copyOf(sentences);
  }

  public void print(PrintStream err) {
    sentences.forEach(err::println);
  }

  /** What the process exits with; {@link ExitCode#READY} if nothing went wrong. */
  public int code() {
    return defect ? ExitCode.INTERNAL : sentences.isEmpty() ? ExitCode.READY : ExitCode.UNWRITABLE;
  }
}
