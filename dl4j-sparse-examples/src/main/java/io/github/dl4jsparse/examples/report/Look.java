package io.github.dl4jsparse.examples.report;

/**
 * How the i-th run looks in every chart: a colour of the style sheet (Okabe and Ito's palette, which colour-blind readers
 * can tell apart) and a mark of its own shape, so that no reader depends on colour. Of more than eight runs the colours begin
 * anew, with other marks.
 */
record Look(int run) {

    private static final int LOOKS = 8;

    /** Outlines around (0, 0). */
    private static final String[] MARKS = {
        "M-4,-4H4V4H-4Z",
        "M0,-5.4L5.2,4H-5.2Z",
        "M0,-5.6L5.6,0L0,5.6L-5.6,0Z",
        "M-4.4,0A4.4,4.4 0 1 0 4.4,0A4.4,4.4 0 1 0 -4.4,0Z",
        "M0,5.4L5.2,-4H-5.2Z",
        "M-5.5,-1.7H-1.7V-5.5H1.7V-1.7H5.5V1.7H1.7V5.5H-1.7V1.7H-5.5Z",
        "M-4.6,-2.6L0,-5.3L4.6,-2.6V2.6L0,5.3L-4.6,2.6Z",
        "M-5.6,-2.6H5.6V2.6H-5.6Z"
    };

    String style() {
        return "run" + run % LOOKS;
    }

    String mark(double x, double y, String note) {
        return "<path transform=\"translate(" + Markup.at(x) + "," + Markup.at(y) + ")\" d=\""
                + MARKS[(run + run / LOOKS) % LOOKS] + "\" class=\"mark " + style() + "\"><title>" + Markup.escape(note)
                + "</title></path>\n";
    }
}
