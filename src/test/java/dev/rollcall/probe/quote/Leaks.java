package dev.rollcall.probe.quote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks for a secret, and for every four characters of it (five in ciphers), in every encoding. */
public final class Leaks {
  /**
   * A secret of which no four characters stand in a sentence by chance, nor its encodings. It has
   * none of the letters of a word, and signs as passwords have them.
   */
  public static final String SECRET = "Zq7xVk-Wj4yPb9Gd";

  private static final int RUN = 4;

  /** A cipher's letters might stand at the end of a number and the beginning of a word. */
  private static final int CIPHER_RUN = 5;

  private static final int MANY = 6;

  private final Map<String, String> raw = new LinkedHashMap<>();
  private final Map<String, String> bare = new LinkedHashMap<>();

  public Leaks(String secret) {
    Encodings.all()
        .forEach(
            (name, encoding) -> {
              add(name, encoding.apply(secret));
              int run = Encodings.isCipher(name) ? CIPHER_RUN : RUN;
              for (int at = 0; at + run <= secret.length(); at++) {
                add(name, encoding.apply(secret.substring(at, at + run)));
              }
            });
  }

  /** Few letters out of many signs are found anywhere; they are looked for as they are. */
  private void add(String name, String form) {
    String letters = bare(form);
    if (letters.length() >= RUN && (letters.length() == form.length() || letters.length() > MANY)) {
      bare.put(letters, name);
    }
    if (form.strip().length() >= RUN) {
      raw.put(form.strip(), name);
    }
  }

  /** Everything that is there, as {@code encoding: what}. */
  public List<String> in(String text) {
    List<String> found = new ArrayList<>();
    raw.forEach((form, name) -> note(found, text.contains(form), name, form));
    String letters = bare(text);
    bare.forEach((form, name) -> note(found, letters.contains(form), name, form));
    return found;
  }

  private static void note(List<String> found, boolean there, String name, String form) {
    if (there) {
      found.add(name + ": " + form);
    }
  }

  /** The secret in every encoding, several a text, none longer than that many characters. */
  public static List<String> texts(int most) {
    List<String> texts = new ArrayList<>();
    for (String form : forms()) {
      int last = texts.size() - 1;
      if (last < 0 || texts.get(last).length() + form.length() >= most) {
        texts.add(form);
      } else {
        texts.set(last, texts.get(last) + " " + form);
      }
    }
    return texts;
  }

  /** The secret in every encoding. */
  public static List<String> forms() {
    return Encodings.all().values().stream().map(encoding -> encoding.apply(SECRET)).toList();
  }

  /** The same, so many at a time; the first ones fill the last up. */
  public static List<List<String>> forms(int each) {
    List<String> all = forms();
    List<List<String>> groups = new ArrayList<>();
    for (int from = 0; from < all.size(); from += each) {
      List<String> group = new ArrayList<>();
      for (int at = from; at < from + each; at++) {
        group.add(all.get(at % all.size()));
      }
      groups.add(group);
    }
    return groups;
  }

  /** Asserts that a text has none. */
  public void none(String what, String text) {
    assertEquals(List.of(), in(text), what);
  }

  /** Without whatever may stand between, as a reader skips it. */
  private static String bare(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().filter(Character::isLetterOrDigit).forEach(out::appendCodePoint);
    return out.toString().toLowerCase(Locale.ROOT);
  }
}
