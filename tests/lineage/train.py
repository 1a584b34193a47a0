"""A small real training: reads the data set that it was given, writes the model and its accuracy."""

import json
import pickle
import sys
from pathlib import Path

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

data, out = Path(sys.argv[1]), Path(sys.argv[2])
table = numpy.loadtxt(data / "digits.csv", delimiter=",")
inputs, labels = table[:, :-1], table[:, -1]
learn, hold, learn_labels, hold_labels = train_test_split(inputs, labels, test_size=0.3, random_state=17)
model = LogisticRegression(max_iter=200).fit(learn, learn_labels)
out.mkdir(parents=True, exist_ok=True)
(out / "model.pkl").write_bytes(pickle.dumps(model))
(out / "metrics.json").write_text(json.dumps({"accuracy": model.score(hold, hold_labels)}))
