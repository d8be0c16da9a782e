/**
 * What the layers that learn their own masks reach on digits, as one table. {@link
 * io.github.dl4jsparse.examples.study.LayerStudy} is the list of experiments, {@link
 * io.github.dl4jsparse.examples.study.StudyFolder} keeps one file for each finished run, so that a study can be stopped and
 * continued, and {@link io.github.dl4jsparse.examples.study.StudyTable} puts the files together.
 */
package io.github.dl4jsparse.examples.study;
