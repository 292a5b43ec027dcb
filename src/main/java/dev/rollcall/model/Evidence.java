package dev.rollcall.model;

import java.util.List;

/** What a verdict rests on. */
public sealed interface Evidence {

  /** Not probed, on purpose. */
  record Skipped(String reason) implements Evidence {
    /** How the reason begins where the site file waives the rule. */
    public static final String WAIVED = "waived by the site file";

    /** How the reason begins where the rule does not apply to the site. */
    public static final String NOT_APPLICABLE = "not applicable";

    /** Whether the rule does not apply to the site, which names no destination for it then. */
    public boolean notApplicable() {
      return reason.startsWith(NOT_APPLICABLE);
    }

    /** Whether the site file waives the rule, so that nothing seen elsewhere decides it. */
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
   * @param finished false if the run ended before the rule did
   */
  record Probed(List<NameEvidence> names, List<Finding> findings, boolean finished)
      implements Evidence {
    public Probed {
      names = List.copyOf(names);
      findings = List.copyOf(findings);
    }
  }

  /**
   * Not probed from here, but seen elsewhere: by a stand-in that was called, or by another run.
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
