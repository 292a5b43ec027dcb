package dev.rollcall.model.attempt;

import java.util.List;

/** The basis of a verdict. */
public sealed interface Evidence {

  /** Not probed, on purpose. */
  record Skipped(String reason) implements Evidence {
    /** The prefix of the reason if the site file waives the rule. */
    public static final String WAIVED = "waived by the site file";

    /** The prefix of the reason if the rule does not apply to the site. */
    public static final String NOT_APPLICABLE = "not applicable";

    /** Whether the rule does not apply, as the site names no destination for it. */
    public boolean notApplicable() {
      return reason.startsWith(NOT_APPLICABLE);
    }

    /** Whether the site file waives the rule; evidence from elsewhere is then ignored. */
    public boolean waived() {
      return reason.startsWith(WAIVED);
    }
  }

  /**
   * Not probed, because the site's values are missing.
   *
   * @param values the keys to fill in
   */
  record NotConfigured(List<String> values) implements Evidence {
    public NotConfigured {
      values = List.copyOf(values);
    }
  }

  /**
   * Probed.
   *
   * @param names every name that was resolved for the rule
   * @param findings one per route, in the order of the addresses
   * @param finished false if the run ended during the rule
   */
  record Probed(List<NameEvidence> names, List<Finding> findings, boolean finished)
      implements Evidence {
    public Probed {
      names = List.copyOf(names);
      findings = List.copyOf(findings);
    }

    /** The same with other findings. */
    public Probed with(List<Finding> others) {
      return new Probed(names, others, finished);
    }
  }

  /**
   * Not probed from here, but seen elsewhere: by a stand-in or by another run.
   *
   * @param witness who saw it, and when
   * @param observations what was seen
   */
  record Witnessed(String witness, List<Observation> observations) implements Evidence {
    public Witnessed {
      observations = List.copyOf(observations);
    }
  }
}
