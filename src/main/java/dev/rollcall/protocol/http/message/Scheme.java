package dev.rollcall.protocol.http.message;

/** How a request is sent: plain HTTP, or HTTP inside TLS. */
public enum Scheme {
  HTTP("http", 80),
  HTTPS("https", 443);

  private final String word;
  private final int usualPort;

  Scheme(String word, int usualPort) {
    this.word = word;
    this.usualPort = usualPort;
  }

  /** As it is written in a URL. */
  public String word() {
    return word;
  }

  /** The port that a URL leaves out. */
  public int usualPort() {
    return usualPort;
  }

  /** The usual port of a redirect's scheme, which may be any word. */
  static int usualPort(String word) {
    return (word.equals(HTTPS.word) ? HTTPS : HTTP).usualPort;
  }
}
