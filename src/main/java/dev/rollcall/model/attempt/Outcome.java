package dev.rollcall.model.attempt;

import dev.rollcall.model.fault.Fault;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The result of one attempt: an answer with its facts, or a fault with the facts before it. */
public sealed interface Outcome {
  List<Observation> observations();

  List<Concern> concerns();

  /** The destination answered in its own protocol. */
  record Answered(List<Observation> observations, List<Concern> concerns) implements Outcome {
    public Answered {
      observations = List.copyOf(observations);
      concerns = List.copyOf(concerns);
    }
  }

  /**
   * The destination answered, but its answers do not decide the rule.
   *
   * @param why in a sentence, and what would decide: see {@link #why(String, String)}
   */
  record Undecided(String why, List<Observation> observations, List<Concern> concerns)
      implements Outcome {
    private static final String REMEDY = "; to decide it, ";

    public Undecided {
      Objects.requireNonNull(why);
      observations = List.copyOf(observations);
      concerns = List.copyOf(concerns);
    }

    /**
     * What is kept as {@link #why}.
     *
     * @param reason a sentence without its full stop
     * @param remedy what would decide, to follow "to decide it, "
     */
    public static String why(String reason, String remedy) {
      return reason + REMEDY + remedy;
    }

    /** Why alone, without what would decide. */
    public String reason() {
      int end = why.lastIndexOf(REMEDY);
      return end < 0 ? why : why.substring(0, end);
    }

    /** What would decide; empty if that is not known. */
    public Optional<String> remedy() {
      int end = why.lastIndexOf(REMEDY);
      return end < 0 ? Optional.empty() : Optional.of(why.substring(end + REMEDY.length()));
    }
  }

  /** It did not; the facts learned before the fault are kept. */
  record Failed(Fault fault, List<Observation> observations, List<Concern> concerns)
      implements Outcome {
    public Failed {
      Objects.requireNonNull(fault);
      observations = List.copyOf(observations);
      concerns = List.copyOf(concerns);
    }
  }
}
