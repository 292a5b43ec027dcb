package dev.rollcall.catalogue.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A catalogue or a site file is wrong. Its message has one line per complaint. */
public final class ComplaintException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Complaint> complaints;

  public ComplaintException(List<Complaint> complaints) {
    super(complaints.stream().map(Complaint::toString).collect(Collectors.joining("\n")));
    this.complaints = List.copyOf(complaints);
  }

  /** All errors, in the order of the file; at least one. */
  public List<Complaint> complaints() {
    return complaints;
  }
}
