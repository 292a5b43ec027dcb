package dev.rollcall.catalogue.yaml;

import java.util.Objects;

/**
 * One error in a file, and how to fix it.
 *
 * @param file as the user named it
 * @param line from 1; 0 if the file was not read
 * @param column from 1
 */
public record Complaint(String file, int line, int column, String message) {
  public Complaint {
    Objects.requireNonNull(file);
    Objects.requireNonNull(message);
  }

  /** {@code FILE:LINE:COLUMN: message}; for a file that was not read {@code FILE: message}. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
