package dev.rollcall.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
