package dev.rollcall.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/** The parts that stand in every page as they are. */
enum PagePart {
  STYLE("page.css"),
  SCRIPT("page.js");

  private final String text;

  PagePart(String resource) {
    try (InputStream in = PagePart.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing in the jar");
      }
      // A browser hashes it with line feeds, whatever a checkout on Windows made of them.
      text = new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Exactly what stands between the tags. */
  String text() {
    return text;
  }

  /**
   * The Content Security Policy (level 3) of the page: nothing is loaded, and only this style and
   * this script are obeyed.
   */
  static String policy() {
    return "default-src 'none'; style-src "
        + STYLE.hash()
        + "; script-src "
        + SCRIPT.hash()
        + "; base-uri 'none'; form-action 'none'";
  }

  private String hash() {
    return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(UTF_8))) + "'";
  }
}
