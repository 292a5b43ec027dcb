package dev.rollcall.catalogue;

import dev.rollcall.text.PeerText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file. */
final class Complaints {
  private static final int LONGEST = 600;

  private final String file;
  private final List<Complaint> found = new ArrayList<>();

  Complaints(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  void add(Node.Mark mark, String message) {
    found.add(new Complaint(file, mark.line(), mark.column(), PeerText.safe(message, LONGEST)));
  }

  /** Complains of a word that is none of the allowed ones. */
  void unknown(Node.Mark mark, String what, String word, Collection<String> allowed) {
    add(
        mark,
        "unknown "
            + what
            + "; allowed: "
            + (allowed.isEmpty() ? "none" : String.join(", ", allowed))
            + SpellingHint.hint(word, allowed));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void throwIfAny() throws ComplaintException {
    if (!found.isEmpty()) {
      throw new ComplaintException(
          found.stream()
              .distinct()
              .sorted(Comparator.comparing(Complaint::line).thenComparing(Complaint::column))
              .toList());
    }
  }
}
