package dev.rollcall.setup;

import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.Complaint;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.text.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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
      site(new Answers(others).put(key, text));
      return List.of();
    } catch (ComplaintException e) {
      return e.complaints().stream().map(Complaint::message).toList();
    }
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
