package dev.rollcall.setup;

import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.Complaint;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.files.ReplacedFile;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks answers by reading the site file that they make, as every other command reads it. */
public final class AnswerCheck {
  /** In characters. */
  private static final int LONGEST = 4000;

  private final Catalogue catalogue;
  private final Questions questions;
  private final Path file;

  /**
   * A check.
   *
   * @param file where the site file will be; relative paths in it start at its folder
   */
  public AnswerCheck(Catalogue catalogue, Questions questions, Path file) {
    this.catalogue = catalogue;
    this.questions = questions;
    this.file = file;
  }

  /** What is wrong with an answer, beside these; empty if nothing is. */
  public List<String> objections(Answers others, String key, String text) {
    if (!Printable.line(text).equals(text)) {
      return List.of(key + " has a character that cannot be printed; type it again");
    }
    if (Answers.parts(text).isEmpty()) {
      return List.of(key + " has nothing but commas");
    }
    if (text.length() > LONGEST) {
      return List.of(key + " is longer than " + LONGEST + " characters");
    }
    try {
      return site(new Answers(others).put(key, text)).files().stream()
          .filter(one -> one.key().equals(key) && isOwn(one.path()))
          .map(one -> one.path().getFileName() + " is for the site file itself. Name another file.")
          .toList();
    } catch (ComplaintException e) {
      return e.complaints().stream().map(Complaint::message).toList();
    }
  }

  /** Whether it is the site file, or its draft. */
  private boolean isOwn(Path named) {
    try {
      Optional<Path> used = ReplacedFile.of(named);
      for (Path one : new DraftFile(file, questions).files()) {
        if (used.isPresent() && used.equals(ReplacedFile.of(one))) {
          return true;
        }
      }
    } catch (IOException unreadable) {
      // It is reported when the file is read.
    }
    return false;
  }

  /**
   * The site that answers make, finished or not.
   *
   * @throws ComplaintException with what is wrong, missing values aside
   */
  public Site site(Answers answers) throws ComplaintException {
    String text = SiteFileText.of(questions, answers);
    return Sites.draft(file, text.getBytes(StandardCharsets.UTF_8), catalogue);
  }
}
