package dev.rollcall.bundle;

import java.util.regex.Pattern;

/** The names of the files in a bundle. */
final class BundleNames {
  static final String README = "README.txt";
  static final String RUN = "run.json";
  static final String COURSE = "course.json";
  static final String SITE = "site.yaml";
  static final String HOST = "host.json";
  static final Pattern STAND_IN = Pattern.compile("stand-in-[0-9]{1,3}\\.json");

  private BundleNames() {}

  static String standIn(int number) {
    return "stand-in-" + number + ".json";
  }
}
