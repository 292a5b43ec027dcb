package dev.rollcall.catalogue.yaml;

import dev.rollcall.text.PeerText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Collects the errors in one file. */
public final class Complaints {
  private static final int LONGEST = 600;

  private final String file;
  private final List<Complaint> found = new ArrayList<>();
  private final List<Complaint> missing = new ArrayList<>();
  private final List<Complaint> forgotten = new ArrayList<>();

  public Complaints(String file) {
    this.file = file;
  }

  public String file() {
    return file;
  }

  public void add(Node.Mark mark, String message) {
    found.add(new Complaint(file, mark.line(), mark.column(), PeerText.safe(message, LONGEST)));
  }

  /** Reports what is not there; it stands after what is there and wrong, which may be its cause. */
  public void missing(Node.Mark mark, String message) {
    missing.add(new Complaint(file, mark.line(), mark.column(), PeerText.safe(message, LONGEST)));
  }

  /**
   * Reports a key without a value, unless {@link #missing} reports at the same place what it should
   * hold.
   */
  public void forgotten(Node.Mark mark, String message) {
    forgotten.add(new Complaint(file, mark.line(), mark.column(), PeerText.safe(message, LONGEST)));
  }

  /** Says why the file was not read; so there is no line to name. */
  public void unread(String message) {
    found.add(new Complaint(file, 0, 0, PeerText.safe(message, LONGEST)));
  }

  /** Reports a word that is not allowed. */
  public void unknown(Node.Mark mark, String what, String word, Collection<String> allowed) {
    add(
        mark,
        "unknown "
            + what
            + "; allowed: "
            + (allowed.isEmpty() ? "none" : String.join(", ", allowed))
            + SpellingHint.hint(word, allowed));
  }

  public boolean isEmpty() {
    return found.isEmpty() && missing.isEmpty() && forgotten.isEmpty();
  }

  public void throwIfAny() throws ComplaintException {
    if (!isEmpty()) {
      forgotten.stream()
          .filter(one -> missing.stream().noneMatch(other -> isSamePlace(one, other)))
          .forEach(found::add);
      throw new ComplaintException(Stream.concat(sorted(found), sorted(missing)).toList());
    }
  }

  private static boolean isSamePlace(Complaint one, Complaint other) {
    return one.line() == other.line() && one.column() == other.column();
  }

  private static Stream<Complaint> sorted(List<Complaint> complaints) {
    return complaints.stream()
        .distinct()
        .sorted(Comparator.comparing(Complaint::line).thenComparing(Complaint::column));
  }
}
